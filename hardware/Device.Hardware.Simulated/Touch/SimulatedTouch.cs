using System.Threading.Channels;
using Device.Core.Touch;

namespace Device.Hardware.Simulated.Touch;

/// <summary>Glass that somebody else touches: a page in a browser, or a test. One reader and one feeder at a time, on any threads.</summary>
public sealed class SimulatedTouch : ITouchSource, IDisposable
{
    private const int Capacity = 1_024;

    // A feeder waits: that a finger was lifted must not be lost.
    private readonly Channel<TouchContact> _contacts = Channel.CreateBounded<TouchContact>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private int _nextId;

    /// <summary>Feeds reports, waiting for the reader where there is no room.</summary>
    public async ValueTask FeedAsync(ReadOnlyMemory<TouchContact> contacts, CancellationToken cancellationToken)
    {
        for (var i = 0; i < contacts.Length; i++)
        {
            await _contacts.Writer.WriteAsync(contacts.Span[i], cancellationToken);
        }
    }

    /// <summary>Moves one finger along a straight way.</summary>
    /// <param name="from">Where it is put down, in millimetres of the panel.</param>
    /// <param name="to">Where it is lifted; the same place is a tap.</param>
    /// <param name="startMicroseconds">When it is put down.</param>
    /// <param name="duration">How long it stays.</param>
    /// <param name="cancellationToken">Ends the wait for the reader.</param>
    public ValueTask WipeAsync((float X, float Y) from, (float X, float Y) to, long startMicroseconds, TimeSpan duration, CancellationToken cancellationToken)
    {
        const int Steps = 10;
        var id = _nextId++;
        var contacts = new TouchContact[Steps + 2];
        for (var i = 0; i < contacts.Length; i++)
        {
            var part = Math.Min(i, Steps) / (float)Steps;
            contacts[i] = new TouchContact(
                startMicroseconds + (long)(duration.TotalMicroseconds * part),
                id,
                from.X + ((to.X - from.X) * part),
                from.Y + ((to.Y - from.Y) * part),
                8,
                6,
                false,
                i == 0 ? TouchPhase.Down : i <= Steps ? TouchPhase.Move : TouchPhase.Up);
        }

        return FeedAsync(contacts, cancellationToken);
    }

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
