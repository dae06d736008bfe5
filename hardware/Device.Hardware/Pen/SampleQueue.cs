using System.Threading.Tasks.Sources;

namespace Device.Hardware.Pen;

/// <summary>Hands samples from the thread that reads a device to one asynchronous reader, without allocating.</summary>
/// <remarks>
/// Bounded. When full, a sample that may replace the newest one does, as a hovering pen's newest position does; any other waits for
/// room, since ink must not be lost: the kernel then buffers, and says so if it must drop. One writer thread, one reader at a time.
/// </remarks>
/// <typeparam name="T">The sample.</typeparam>
internal sealed class SampleQueue<T> : IValueTaskSource<int>
    where T : struct
{
    // A plain monitor and not a Lock: the writer waits on it for room.
    private readonly object _gate = new();
    private readonly T[] _ring;
    private readonly Func<T, T, bool> _replaces;
    private readonly Action _cancel;
    private ManualResetValueTaskSourceCore<int> _wake = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private Memory<T> _waitingBuffer;
    private bool _isWaiting;
    private bool _isClosed;
    private int _head;
    private int _count;

    /// <param name="capacity">Samples that wait.</param>
    /// <param name="replaces">Whether the second, newer one makes the first needless.</param>
    public SampleQueue(int capacity, Func<T, T, bool> replaces)
    {
        _replaces = replaces;
        _ring = new T[capacity];
        _cancel = Cancel;
    }

    /// <summary>Samples that were replaced by newer ones.</summary>
    public long Replaced { get; private set; }

    /// <summary>Adds a sample; waits while the queue is full of what must not be lost. After <see cref="Close"/> the sample is discarded.</summary>
    public void Write(in T sample)
    {
        var taken = 0;
        lock (_gate)
        {
            while (!_isClosed && _count == _ring.Length)
            {
                ref var last = ref _ring[(_head + _count - 1) % _ring.Length];
                if (_replaces(last, sample))
                {
                    last = sample;
                    Replaced++;
                    return;
                }

                Monitor.Wait(_gate);
            }

            if (_isClosed)
            {
                return;
            }

            _ring[(_head + _count) % _ring.Length] = sample;
            _count++;
            Monitor.PulseAll(_gate);
            if (_isWaiting)
            {
                _isWaiting = false;
                taken = Drain(_waitingBuffer.Span);
            }
        }

        if (taken > 0)
        {
            Complete(taken);
        }
    }

    /// <summary>Lets the reader take what is left and then tells it that the device is gone.</summary>
    public void Close()
    {
        bool wake;
        lock (_gate)
        {
            _isClosed = true;
            wake = _isWaiting;
            _isWaiting = false;
            Monitor.PulseAll(_gate);
        }

        if (wake)
        {
            Complete(0);
        }
    }

    /// <summary>See <see cref="Device.Core.Ink.IPenSource.ReadAsync"/>.</summary>
    public ValueTask<int> ReadAsync(Memory<T> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("The buffer has no room for a sample.", nameof(buffer));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        ValueTask<int> pending;
        lock (_gate)
        {
            if (_isWaiting)
            {
                throw new InvalidOperationException("A device has one reader at a time.");
            }

            if (_count > 0 || _isClosed)
            {
                return new ValueTask<int>(Drain(buffer.Span));
            }

            _wake.Reset();
            _isWaiting = true;
            _waitingBuffer = buffer;
            _token = cancellationToken;
            pending = new ValueTask<int>(this, _wake.Version);
        }

        // Outside the lock: a token that is cancelled meanwhile calls back at once. The reader has not awaited yet, so that no
        // other read can begin before the registration is stored.
        _registration = cancellationToken.UnsafeRegister(static state => ((Action)state!)(), _cancel);
        return pending;
    }

    /// <summary>See <see cref="Device.Core.Ink.IPenSource.Read"/>.</summary>
    public int Read(Span<T> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            throw new ArgumentException("The buffer has no room for a sample.", nameof(buffer));
        }

        lock (_gate)
        {
            if (_count > 0 || _isClosed)
            {
                return Drain(buffer);
            }
        }

        using var woken = cancellationToken.UnsafeRegister(static state => ((SampleQueue<T>)state!).Wake(), this);
        lock (_gate)
        {
            while (_count == 0 && !_isClosed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate);
            }

            return Drain(buffer);
        }
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _wake.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private int Drain(Span<T> destination)
    {
        var count = Math.Min(_count, destination.Length);
        var first = Math.Min(count, _ring.Length - _head);
        _ring.AsSpan(_head, first).CopyTo(destination);
        _ring.AsSpan(0, count - first).CopyTo(destination[first..]);
        _head = (_head + count) % _ring.Length;
        _count -= count;
        Monitor.PulseAll(_gate);
        return count;
    }

    private void Cancel()
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                return;
            }

            _isWaiting = false;
        }

        _waitingBuffer = default;
        _wake.SetException(new OperationCanceledException(_token));
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Complete(int count)
    {
        _waitingBuffer = default;
        _wake.SetResult(count);
    }
}
