using Device.Core.Speech;

namespace Device.Hardware.Simulated.Audio;

/// <summary>
/// A microphone before which somebody plays a sound: a recording, a tone, or what <see cref="Play"/> adds. Paced by the injected clock,
/// also where the reader is late. Thread-safe; one reader.
/// </summary>
public sealed class SimulatedMicrophone : IMicrophone, IDisposable
{
    private const long FrameMicroseconds = 20_000;

    /// <summary>After so many frames at once the clock has jumped (the machine slept): what lies between is lost and not made up.</summary>
    private const int MostFramesAtOnce = 500;

    private readonly Lock _gate = new();
    private readonly AudioFrameQueue _queue;
    private readonly FrameAssembler _frames;
    private readonly SimulatedMicrophoneOptions _options;
    private readonly SoundFeed? _feed;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ITimer _timer;
    private readonly short[] _frame = new short[AudioFrame.Length];
    private readonly long _start;
    private ReadOnlyMemory<short> _sound;
    private ReadOnlyMemory<short> _played;
    private int _at;
    private long _done;
    private long _departures;
    private bool _isAway;
    private bool _isDisposed;

    /// <summary>Makes a microphone that hears a sound from now on.</summary>
    /// <param name="sound">16 kHz, one channel; empty for silence.</param>
    /// <param name="time">The clock that paces it.</param>
    /// <param name="options">How it behaves; null for the standard.</param>
    /// <param name="feed">What else it hears, as it comes; null for nothing.</param>
    public SimulatedMicrophone(ReadOnlyMemory<short> sound, TimeProvider time, SimulatedMicrophoneOptions? options = null, SoundFeed? feed = null)
    {
        (_sound, _time, _options, _feed) = (sound, time, options ?? new SimulatedMicrophoneOptions(), feed);
        _feed?.Open();
        _random = new Random(_options.Seed);
        _queue = new AudioFrameQueue(_options.QueueFrames);
        _frames = new FrameAssembler(_queue);
        _start = time.GetTimestamp();
        var period = TimeSpan.FromMicroseconds(Math.Max(1_000, FrameMicroseconds / _options.Speed));
        _timer = time.CreateTimer(static state => ((SimulatedMicrophone)state!).Tick(), this, period, period);
    }

    /// <inheritdoc/>
    public MicrophoneCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return new MicrophoneCounters(0, 0, _departures, _frames.DroppedFrames, _frames.LostSamples, _isAway);
            }
        }
    }

    /// <summary>Whether the sound that it was made with is over.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _sound.IsEmpty && _played.IsEmpty;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<AudioFrame?> ReadAsync(CancellationToken cancellationToken) => _queue.ReadAsync(cancellationToken);

    /// <summary>Adds a sound to what is heard from now on, as a loudspeaker beside it does; replaces one that is not over.</summary>
    /// <param name="samples">16 kHz, one channel.</param>
    public void Play(ReadOnlyMemory<short> samples)
    {
        lock (_gate)
        {
            _played = samples;
        }
    }

    /// <summary>The device is pulled out: no frame comes until <see cref="Plug"/>; the sound goes on unheard.</summary>
    public void Unplug()
    {
        lock (_gate)
        {
            _departures += _isAway ? 0 : 1;
            _isAway = true;
        }
    }

    /// <summary>The device is back.</summary>
    public void Plug()
    {
        lock (_gate)
        {
            _isAway = false;
        }
    }

    /// <summary>Stops; the reader gets what is left and null.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        _feed?.Close();
        _timer.Dispose();
        _queue.Close();
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            var due = (long)(_time.GetElapsedTime(_start).TotalMicroseconds * _options.Speed / FrameMicroseconds);
            if (due - _done > MostFramesAtOnce)
            {
                _frames.Skip((due - _done) * AudioFrame.Length);
                _done = due;
            }

            for (; _done < due; _done++)
            {
                Next();
            }
        }
    }

    private void Next()
    {
        Fill();
        if (_isAway || _random.Next(1_000) < _options.LostPerThousand)
        {
            _frames.Skip(AudioFrame.Length);
            return;
        }

        var start = (long)(_start * (1_000_000.0 / _time.TimestampFrequency));
        _frames.Append(_frame, start + (long)((_done + 1) * FrameMicroseconds / _options.Speed));
    }

    private void Fill()
    {
        _frame.AsSpan().Clear();
        for (var filled = 0; filled < _frame.Length && !_sound.IsEmpty;)
        {
            var count = Math.Min(_frame.Length - filled, _sound.Length - _at);
            _sound.Span.Slice(_at, count).CopyTo(_frame.AsSpan(filled));
            filled += count;
            _at += count;
            if (_at == _sound.Length)
            {
                _at = 0;
                _sound = _options.IsRepeated ? _sound : default;
            }
        }

        _feed?.AddTo(_frame);
        var played = _played.Span[..Math.Min(_played.Length, _frame.Length)];
        for (var i = 0; i < played.Length; i++)
        {
            _frame[i] = (short)Math.Clamp(_frame[i] + played[i], short.MinValue, short.MaxValue);
        }

        _played = _played[played.Length..];
    }
}
