using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Phrases;

/// <summary>Listens for enrolled phrases in sound that never ends. Allocates nothing per sample. One caller at a time.</summary>
public sealed class PhraseDetector
{
    /// <summary>Longer than a take may be, because a phrase may be said more slowly.</summary>
    private const float Longer = 1.5f;

    /// <summary>Steps after a phrase in which there is no other: 1.5 s.</summary>
    private const int QuietSteps = 19;

    private readonly EmbeddingStream _stream;
    private readonly EmbeddingScale _scale;
    private readonly EnrolledPhrase[] _phrases;
    private readonly float[] _speech;
    private readonly float[] _work;
    private readonly Action<EmbeddingStream> _score;
    private Action<EnrolledPhrase>? _onPhrase;
    private long _quietUntil;

    /// <summary>Listens for phrases.</summary>
    /// <param name="embedding">The frozen embedding.</param>
    /// <param name="scale">Its statistics.</param>
    /// <param name="phrases">1 or more.</param>
    public PhraseDetector(SpeechEmbedding embedding, EmbeddingScale scale, IEnumerable<EnrolledPhrase> phrases)
    {
        _scale = scale;
        _phrases = [.. phrases];
        var longest = _phrases.Max(p => p.Takes.Max(t => t.Length)) / SpeechEmbedding.Length;
        _stream = new EmbeddingStream(embedding, (int)MathF.Ceiling(longest * Longer));
        _speech = new float[_stream.Steps * SpeechEmbedding.Length];
        _work = new float[PhraseLikeness.WorkLength(_stream.Steps)];
        _score = Score;
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono, -1 to 1, 16 kHz; any number.</param>
    /// <param name="onPhrase">Called once for each time a phrase is said; keep the delegate to allocate nothing.</param>
    public void Push(ReadOnlySpan<float> samples, Action<EnrolledPhrase> onPhrase)
    {
        _onPhrase = onPhrase;
        _stream.Push(samples, _score);
    }

    private void Score(EmbeddingStream stream)
    {
        if (stream.Count < stream.Steps || stream.Count < _quietUntil)
        {
            return;
        }

        stream.Latest.CopyTo(_speech);
        _scale.Apply(_speech);
        foreach (var phrase in _phrases)
        {
            foreach (var take in phrase.Takes)
            {
                if (PhraseLikeness.AtEnd(take.AsSpan(), _speech, _work) >= phrase.Threshold)
                {
                    _quietUntil = stream.Count + QuietSteps;
                    _onPhrase!(phrase);
                    return;
                }
            }
        }
    }
}
