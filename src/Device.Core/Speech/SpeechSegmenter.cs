using System.ComponentModel.DataAnnotations;

namespace Device.Core.Speech;

/// <summary>
/// Cuts a stream of frames into stretches in which somebody speaks: hysteresis on a detector's probabilities, a shortest speech and
/// silence, pre-roll, a longest length. Lost samples are time: they are zeros within a segment, or end it, and what follows keeps its
/// place. A fold; allocates nothing per frame, only the segments that it gives. Not thread-safe.
/// </summary>
public sealed class SpeechSegmenter
{
    private const double MicrosecondsPerSample = 1_000_000.0 / AudioFrame.SampleRate;
    private const int LateMilliseconds = 2_000;

    private readonly IVoiceActivityDetector _detector;
    private readonly SpeechSegmenterOptions _options;
    private readonly SegmentBuffer _buffer;
    private readonly int _mostLength;
    private bool _isStarted;
    private long _judged;
    private long _ended;
    private long _first;
    private long _lastVoiced;
    private int _voiced;
    private (long Position, float Probability) _weakest;
    private (long Position, long Microseconds) _clock;

    /// <summary>Makes a segmenter.</summary>
    /// <param name="detector">Judges windows; belongs to this segmenter from now on.</param>
    /// <param name="options">When segments begin and end.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public SpeechSegmenter(IVoiceActivityDetector detector, SpeechSegmenterOptions? options = null)
    {
        _options = options ?? new SpeechSegmenterOptions();
        Validator.ValidateObject(_options, new ValidationContext(_options), validateAllProperties: true);
        if (_options.Stay > _options.Start || _options.Tail > _options.LeastSilence)
        {
            throw new ValidationException($"stay {_options.Stay} at most start {_options.Start} expected, tail {_options.Tail} at most leastSilence {_options.LeastSilence}");
        }

        _detector = detector;
        _mostLength = SpeechSegmenterOptions.Samples(_options.MostSpeech);
        _buffer = new SegmentBuffer(
            _mostLength + SpeechSegmenterOptions.Samples(_options.PreRoll + _options.LeastSilence + _options.MostGap) + (2 * detector.WindowLength) + AudioFrame.Length);
    }

    /// <summary>Whether somebody speaks now.</summary>
    public bool IsSpeech { get; private set; }

    /// <summary>The last window's probability, 0 to 1.</summary>
    public float Probability { get; private set; }

    /// <summary>Windows judged so far.</summary>
    public long Windows { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame: its place, and what was lost before it.</param>
    /// <param name="samples">Its samples as <see cref="SpeechFrontEnd"/> gave them.</param>
    /// <param name="ended">Receives the segments that ended with it, at most a few.</param>
    public void Add(in AudioFrame frame, ReadOnlySpan<float> samples, ICollection<SpeechSegment> ended)
    {
        Reach(frame, ended);
        _clock = (frame.Position, frame.TimestampMicroseconds);
        _buffer.Append(samples);
        Judge(ended);
        if (!IsSpeech)
        {
            _buffer.Forget(_judged - SpeechSegmenterOptions.Samples(_options.PreRoll));
        }
    }

    /// <summary>The stream ended: gives the segment that is open.</summary>
    /// <param name="ended">Receives it.</param>
    public void Close(ICollection<SpeechSegment> ended)
    {
        if (IsSpeech)
        {
            End(SegmentEnd.Closed, ended);
        }
    }

    /// <summary>Comes to the place where a frame begins.</summary>
    private void Reach(in AudioFrame frame, ICollection<SpeechSegment> ended)
    {
        var lost = frame.Position - _buffer.End;
        if (_isStarted && lost > 0 && lost <= SpeechSegmenterOptions.Samples(_options.MostGap))
        {
            _buffer.AppendGap((int)lost);
            Judge(ended);
        }
        else if (!_isStarted || lost != 0)
        {
            if (IsSpeech)
            {
                End(SegmentEnd.Gap, ended);
            }

            _isStarted = true;
            _buffer.Restart(frame.Position);
            (_judged, _ended) = (frame.Position, frame.Position);
            _detector.Reset();
        }
    }

    private void Judge(ICollection<SpeechSegment> ended)
    {
        while (_buffer.End - _judged >= _detector.WindowLength)
        {
            Probability = _detector.Detect(_buffer.From(_judged, _detector.WindowLength));
            _judged += _detector.WindowLength;
            Windows++;
            if (!IsSpeech && Probability >= _options.Start)
            {
                Begin(_judged - _detector.WindowLength - SpeechSegmenterOptions.Samples(_options.PreRoll));
            }

            if (IsSpeech)
            {
                GoOn(ended);
            }
        }
    }

    private void Begin(long first)
    {
        IsSpeech = true;
        _first = Math.Max(first, Math.Max(_ended, _buffer.Start));
        _voiced = 0;
        _weakest = (0, float.MaxValue);
    }

    private void GoOn(ICollection<SpeechSegment> ended)
    {
        if (Probability >= _options.Stay)
        {
            _lastVoiced = _judged;
            _voiced += _detector.WindowLength;
        }
        else if (_judged - _lastVoiced >= SpeechSegmenterOptions.Samples(_options.LeastSilence))
        {
            End(SegmentEnd.Pause, ended);
            return;
        }

        var length = _judged - _first;
        if (length > _mostLength - SpeechSegmenterOptions.Samples(LateMilliseconds / 2) && Probability <= _weakest.Probability)
        {
            _weakest = (_judged - (_detector.WindowLength / 2), Probability);
        }

        if (length >= _mostLength)
        {
            Cut(ended);
        }
    }

    /// <summary>The segment is as long as it may be: it ends where the voice was weakest, and the next begins there.</summary>
    private void Cut(ICollection<SpeechSegment> ended)
    {
        var at = _weakest.Position;
        Give(at, SegmentEnd.Length, ended);
        _ended = at;
        Begin(at);
        (_voiced, _lastVoiced) = ((int)(_judged - at), Math.Max(_lastVoiced, at));
    }

    private void End(SegmentEnd why, ICollection<SpeechSegment> ended)
    {
        IsSpeech = false;
        var to = why == SegmentEnd.Pause
            ? Math.Min(_buffer.End, _lastVoiced + SpeechSegmenterOptions.Samples(_options.Tail))
            : Math.Min(_buffer.End, Math.Max(_lastVoiced + SpeechSegmenterOptions.Samples(_options.Tail), _judged));
        if (_voiced >= SpeechSegmenterOptions.Samples(_options.LeastSpeech))
        {
            Give(to, why, ended);
        }

        _ended = to;
    }

    private void Give(long to, SegmentEnd why, ICollection<SpeechSegment> ended)
    {
        var (samples, gaps) = _buffer.Copy(_first, to);
        var microseconds = _clock.Microseconds + (long)Math.Round((_first - _clock.Position) * MicrosecondsPerSample);
        ended.Add(new SpeechSegment(_first, microseconds, samples, gaps, why));
    }
}
