using Device.Core.Speech;

namespace Device.Hardware.Simulated.Audio;

/// <summary>
/// What is said before a simulated microphone, as it comes: from a browser's microphone or a file. A microphone that is not open hears
/// nothing. Bounded to <see cref="MostSeconds"/>. Thread-safe.
/// </summary>
public sealed class SoundFeed
{
    /// <summary>How much may wait to be heard, in seconds.</summary>
    public const int MostSeconds = 5;

    private readonly Lock _gate = new();
    private readonly short[] _ring = new short[MostSeconds * AudioFrame.SampleRate];
    private int _head;
    private int _count;
    private int _listeners;
    private long _unheard;

    /// <summary>Whether a microphone is open.</summary>
    public bool IsHeard => Volatile.Read(ref _listeners) > 0;

    /// <summary>Samples that no microphone heard, because none was open or too much waited.</summary>
    public long Unheard => Interlocked.Read(ref _unheard);

    /// <summary>Samples that wait to be heard.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Says something.</summary>
    /// <param name="samples">16 kHz, one channel.</param>
    /// <returns>How many of them will be heard.</returns>
    public int Write(ReadOnlySpan<short> samples)
    {
        lock (_gate)
        {
            var taken = _listeners == 0 ? 0 : Math.Min(samples.Length, _ring.Length - _count);
            for (var i = 0; i < taken; i++)
            {
                _ring[(_head + _count + i) % _ring.Length] = samples[i];
            }

            _count += taken;
            Interlocked.Add(ref _unheard, samples.Length - taken);
            return taken;
        }
    }

    internal void Open()
    {
        lock (_gate)
        {
            _listeners++;
            (_head, _count) = (0, 0);
        }
    }

    internal void Close()
    {
        lock (_gate)
        {
            _listeners--;
        }
    }

    internal void AddTo(Span<short> frame)
    {
        lock (_gate)
        {
            var count = Math.Min(frame.Length, _count);
            for (var i = 0; i < count; i++)
            {
                frame[i] = (short)Math.Clamp(frame[i] + _ring[(_head + i) % _ring.Length], short.MinValue, short.MaxValue);
            }

            _head = (_head + count) % _ring.Length;
            _count -= count;
        }
    }
}
