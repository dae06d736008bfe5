namespace Spark.StandIn.Wire;

/// <summary>
/// What the stand-in hears: it finds where somebody speaks and says how long, so that captions are true of the audio without
/// understanding it. Deterministic. One session at a time.
/// </summary>
internal sealed class Listener
{
    /// <summary>16-bit samples at 16 kHz in a hundredth of a second.</summary>
    private const int FrameSamples = 160;

    // 45 dB below a square wave of full scale.
    private const double LoudSquare = 184.0 * 184.0;
    private const int PauseFrames = 30;
    private const int ShortestFrames = 10;
    private const int InterimFrames = 50;

    private readonly short[] _frame = new short[FrameSamples];
    private int _used;
    private int _odd = -1;
    private int _at;
    private int _begin = -1;
    private int _heard;

    /// <summary>A sentence as it stands.</summary>
    /// <param name="BeginMs">From the start of the audio.</param>
    /// <param name="EndMs">Where it ends so far.</param>
    /// <param name="IsFinal">Whether a pause ended it.</param>
    internal readonly record struct Sentence(int BeginMs, int EndMs, bool IsFinal);

    /// <summary>Takes audio.</summary>
    /// <param name="audio">16-bit little-endian samples, in pieces of any length.</param>
    /// <returns>What is to be said of it.</returns>
    public IEnumerable<Sentence> Take(ReadOnlyMemory<byte> audio)
    {
        for (var i = 0; i < audio.Length; i++)
        {
            if (_odd < 0)
            {
                _odd = audio.Span[i];
                continue;
            }

            _frame[_used++] = (short)(_odd | (audio.Span[i] << 8));
            _odd = -1;
            if (_used == FrameSamples)
            {
                _used = 0;
                if (Hear(_frame.Sum(sample => (double)sample * sample) / FrameSamples > LoudSquare) is { } sentence)
                {
                    yield return sentence;
                }
            }
        }
    }

    /// <summary>The audio has ended.</summary>
    /// <returns>The sentence that was being spoken, or null.</returns>
    public Sentence? End() => _begin >= 0 ? Finish() : null;

    private Sentence? Hear(bool isLoud)
    {
        _at++;
        if (isLoud)
        {
            _begin = _begin < 0 ? _at - 1 : _begin;
            _heard = _at;
        }

        if (_begin < 0)
        {
            return null;
        }

        return _at - _heard >= PauseFrames ? Finish()
            : isLoud && (_at - _begin) % InterimFrames == 0 ? new Sentence(_begin * 10, _heard * 10, false)
            : null;
    }

    private Sentence? Finish()
    {
        var (begin, end) = (_begin, _heard);
        _begin = -1;
        return end - begin >= ShortestFrames ? new Sentence(begin * 10, end * 10, true) : null;
    }
}
