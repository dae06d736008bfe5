using System.Threading.Channels;
using Device.Core.Touch;

namespace Device.Hardware.Simulated.Touch;

/// <summary>Glass that somebody else touches: a page in a browser, or a test. One reader; any number of feeders, on any threads.</summary>
public sealed class SimulatedTouch : ITouchSource, ITouchFeed, IDisposable
{
    private const int Capacity = 1_024;

    // A feeder waits: that a finger was lifted must not be lost.
    private readonly Channel<TouchContact> _contacts = Channel.CreateBounded<TouchContact>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private int _nextId;
    private long _taken;

    /// <inheritdoc/>
    public async ValueTask FeedAsync(ReadOnlyMemory<TouchContact> contacts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < contacts.Length; i++)
        {
            // Counted before it can be read: whoever asks whether all was read must not be told too early.
            Interlocked.Increment(ref _taken);
            try
            {
                await _contacts.Writer.WriteAsync(contacts.Span[i], cancellationToken);
            }
            catch
            {
                Interlocked.Decrement(ref _taken);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public bool IsRead(long reports) => Interlocked.Read(ref _taken) == reports;

    /// <summary>Moves one finger along a straight way.</summary>
    /// <param name="from">Where it is put down, in millimetres of the panel.</param>
    /// <param name="to">Where it is lifted; the same place is a tap.</param>
    /// <param name="startMicroseconds">When it is put down.</param>
    /// <param name="duration">How long it stays.</param>
    /// <param name="cancellationToken">Ends the wait for the reader.</param>
    public ValueTask WipeAsync((float X, float Y) from, (float X, float Y) to, long startMicroseconds, TimeSpan duration, CancellationToken cancellationToken) =>
        FeedAsync(FingerWay.Straight(_nextId++, from, to, startMicroseconds, duration), cancellationToken);

    /// <summary>The glass is gone for good: the reader gets what is left, then nothing.</summary>
    public void Complete() => _contacts.Writer.TryComplete();

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<TouchContact> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("simulated touch: the buffer has no room", nameof(buffer));
        }

        var count = 0;
        if (await _contacts.Reader.WaitToReadAsync(cancellationToken))
        {
            while (count < buffer.Length && _contacts.Reader.TryRead(out var contact))
            {
                buffer.Span[count++] = contact;
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => Complete();
}
