using System.Threading.Tasks.Sources;

namespace Device.Core.Speech;

/// <summary>Hands frames from the thread that records to one asynchronous reader, without allocating.</summary>
/// <remarks>
/// Bounded. When it is full a new frame is refused, since sound goes on whether or not it is heard: the writer counts it and marks the
/// gap. Samples are copied into buffers made once; the one that the reader has is not written to until it asks for the next.
/// One writer and one reader at a time.
/// </remarks>
public sealed class AudioFrameQueue : IValueTaskSource<AudioFrame?>
{
    private readonly Lock _gate = new();
    private readonly short[] _samples;
    private readonly AudioFrame[] _frames;
    private readonly int _capacity;
    private ManualResetValueTaskSourceCore<AudioFrame?> _wake = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private bool _isWaiting;
    private bool _isClosed;
    private int _head;
    private int _count;

    /// <summary>Makes a queue.</summary>
    /// <param name="capacity">Frames that wait, at least 1; each takes 640 bytes and is 20 ms.</param>
    public AudioFrameQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;

        // One more than wait: the reader's.
        _frames = new AudioFrame[capacity + 1];
        _samples = new short[_frames.Length * AudioFrame.Length];
    }

    /// <summary>Adds a copy of a frame.</summary>
    /// <param name="frame">The frame, with <see cref="AudioFrame.Length"/> samples.</param>
    /// <returns>False when there is no room, or nobody will read any more.</returns>
    public bool TryWrite(in AudioFrame frame)
    {
        AudioFrame? taken = null;
        lock (_gate)
        {
            if (_isClosed || _count == _capacity)
            {
                return false;
            }

            var slot = (_head + _count) % _frames.Length;
            var samples = _samples.AsMemory(slot * AudioFrame.Length, AudioFrame.Length);
            frame.Samples.Span.CopyTo(samples.Span);
            _frames[slot] = frame with { Samples = samples };
            _count++;
            if (_isWaiting)
            {
                _isWaiting = false;
                taken = Take();
            }
        }

        if (taken is not null)
        {
            _wake.SetResult(taken);
        }

        return true;
    }

    /// <summary>Lets the reader take what is left and then tells it that there is no more.</summary>
    public void Close()
    {
        bool wake;
        lock (_gate)
        {
            _isClosed = true;
            wake = _isWaiting;
            _isWaiting = false;
        }

        if (wake)
        {
            _wake.SetResult(null);
        }
    }

    /// <summary>See <see cref="IMicrophone.ReadAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">Another read is waiting.</exception>
    public ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AudioFrame?>(cancellationToken);
        }

        ValueTask<AudioFrame?> pending;
        lock (_gate)
        {
            if (_isWaiting)
            {
                throw new InvalidOperationException("A microphone has one reader at a time.");
            }

            if (_count > 0 || _isClosed)
            {
                return new ValueTask<AudioFrame?>(_count > 0 ? Take() : null);
            }

            _wake.Reset();
            _isWaiting = true;
            _token = cancellationToken;
            pending = new ValueTask<AudioFrame?>(this, _wake.Version);
        }

        // Outside the lock: a token that is cancelled meanwhile calls back at once.
        _registration = cancellationToken.UnsafeRegister(static state => ((AudioFrameQueue)state!).Cancel(), this);
        return pending;
    }

    AudioFrame? IValueTaskSource<AudioFrame?>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _wake.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<AudioFrame?>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<AudioFrame?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private AudioFrame Take()
    {
        var frame = _frames[_head];
        _head = (_head + 1) % _frames.Length;
        _count--;
        return frame;
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

        _wake.SetException(new OperationCanceledException(_token));
    }
}
