namespace Device.Core.Speech;

/// <summary>
/// Cuts samples that come in pieces of any length into frames, and keeps the count of what is lost. Allocates nothing after it was made.
/// Use from one thread.
/// </summary>
/// <remarks>A frame never joins sound from before and after a gap: what was collected of an unfinished frame is lost with the gap.</remarks>
/// <param name="queue">Where frames go.</param>
public sealed class FrameAssembler(AudioFrameQueue queue)
{
    private const double MicrosecondsPerSample = 1_000_000.0 / AudioFrame.SampleRate;

    private readonly short[] _frame = new short[AudioFrame.Length];
    private int _filled;
    private long _position;
    private long _lostBefore;
    private long _lostSamples;
    private long _droppedFrames;

    /// <summary>All samples lost. May be read from any thread.</summary>
    public long LostSamples => Interlocked.Read(ref _lostSamples);

    /// <summary>Frames for which the queue had no room. May be read from any thread.</summary>
    public long DroppedFrames => Interlocked.Read(ref _droppedFrames);

    /// <summary>Takes samples of 16 kHz.</summary>
    /// <param name="samples">Any number.</param>
    /// <param name="endMicroseconds">When the last of them ended.</param>
    public void Append(ReadOnlySpan<short> samples, long endMicroseconds)
    {
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, _frame.Length - _filled);
            samples[..count].CopyTo(_frame.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == _frame.Length)
            {
                Emit(endMicroseconds - (long)Math.Round((samples.Length + AudioFrame.Length) * MicrosecondsPerSample));
            }
        }
    }

    /// <summary>Sound was lost here.</summary>
    /// <param name="samples">How many samples of 16 kHz; at least one is counted, so that the gap is seen.</param>
    public void Skip(long samples)
    {
        var lost = _filled + Math.Max(1, samples);
        _position += lost;
        _lostBefore += lost;
        _filled = 0;
        Interlocked.Add(ref _lostSamples, lost);
    }

    private void Emit(long timestamp)
    {
        if (queue.TryWrite(new AudioFrame(_position, timestamp, _lostBefore, AudioLevel.Of(_frame), _frame)))
        {
            _lostBefore = 0;
        }
        else
        {
            _lostBefore += AudioFrame.Length;
            Interlocked.Add(ref _lostSamples, AudioFrame.Length);
            Interlocked.Increment(ref _droppedFrames);
        }

        _position += AudioFrame.Length;
        _filled = 0;
    }
}
