using Device.Core.Ink;

namespace Device.Hardware.Simulated.Pen;

/// <summary>
/// A pen that somebody else moves: a page in a browser, or a replay. Contact waits for a slow reader; hover samples give way,
/// oldest first, and are counted. One reader and one feeder at a time, on any threads.
/// </summary>
public sealed class SimulatedPen : IPenSource, IPenFeed, IDisposable
{
    // A plain monitor and not a Lock: a reader with a thread of its own waits on it.
    private readonly object _gate = new();
    private readonly PenRing _ring;
    private readonly SemaphoreSlim _filled = new(0, 1);
    private readonly SemaphoreSlim _emptied = new(0, 1);
    private bool _isCompleted;
    private long _dropped;
    private long _taken;

    /// <summary>Makes a pen that is away.</summary>
    /// <param name="options">How it behaves; null for the standard.</param>
    public SimulatedPen(SimulatedPenOptions? options = null)
    {
        options ??= new SimulatedPenOptions();
        (_ring, IsTimed) = (new PenRing(options.Capacity), options.IsTimed);
    }

    /// <inheritdoc/>
    public bool IsTimed { get; }

    /// <summary>Hover samples that gave way to newer ones.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Samples that were taken from the feeder.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <inheritdoc/>
    public bool IsRead(long samples) => Taken - Dropped == samples;

    /// <summary>Feeds samples without waiting.</summary>
    /// <param name="samples">Samples in the order of their time stamps.</param>
    /// <returns>How many were taken; fewer than were given when the reader is too slow. Offer the rest again.</returns>
    /// <exception cref="InvalidOperationException">The pen is gone.</exception>
    public int Feed(ReadOnlySpan<PenSample> samples)
    {
        var taken = 0;
        lock (_gate)
        {
            if (_isCompleted)
            {
                throw new InvalidOperationException("simulated pen: it is gone, no more samples are taken");
            }

            while (taken < samples.Length && _ring.TryAdd(samples[taken], out var dropped))
            {
                taken++;
                _dropped += dropped;
            }

            _taken += taken;
            if (taken > 0)
            {
                Raise(_filled);
                Monitor.PulseAll(_gate);
            }
        }

        return taken;
    }

    /// <summary>Feeds samples, waiting for the reader where there is no room.</summary>
    /// <param name="samples">Samples in the order of their time stamps.</param>
    /// <param name="cancellationToken">Ends the wait; some samples may have been taken.</param>
    /// <returns>A task that ends when all were taken.</returns>
    /// <exception cref="InvalidOperationException">The pen is gone.</exception>
    public async ValueTask FeedAsync(ReadOnlyMemory<PenSample> samples, CancellationToken cancellationToken)
    {
        while (true)
        {
            samples = samples[Feed(samples.Span)..];
            if (samples.IsEmpty)
            {
                return;
            }

            await _emptied.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The pen is gone for good: the reader gets what is left, then nothing.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isCompleted = true;
            Raise(_filled);
            Raise(_emptied);
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public int Read(Memory<PenSample> buffer, CancellationToken cancellationToken)
    {
        ThrowIfNoRoom(buffer);
        using var woken = cancellationToken.UnsafeRegister(static state => Wake(state!), _gate);
        lock (_gate)
        {
            while (true)
            {
                if (TryTake(buffer.Span, out var count))
                {
                    return count;
                }

                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<PenSample> buffer, CancellationToken cancellationToken)
    {
        ThrowIfNoRoom(buffer);
        while (true)
        {
            lock (_gate)
            {
                if (TryTake(buffer.Span, out var count))
                {
                    return count;
                }
            }

            await _filled.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _filled.Dispose();
        _emptied.Dispose();
    }

    private static void ThrowIfNoRoom(Memory<PenSample> buffer)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("simulated pen: the buffer has no room", nameof(buffer));
        }
    }

    /// <summary>Under the gate: whether a read is over, with what is there, or with nothing because the pen is gone.</summary>
    private bool TryTake(Span<PenSample> buffer, out int count)
    {
        count = _ring.Take(buffer);
        if (count > 0)
        {
            Raise(_emptied);
        }

        return count > 0 || _isCompleted;
    }

    private static void Wake(object gate)
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }

    private static void Raise(SemaphoreSlim signal)
    {
        if (signal.CurrentCount == 0)
        {
            signal.Release();
        }
    }
}
