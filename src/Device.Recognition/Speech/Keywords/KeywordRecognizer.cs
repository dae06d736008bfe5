using Device.Core.Speech;

namespace Device.Recognition.Speech.Keywords;

/// <summary>
/// Hears utterances of one phrase, such as a digit or a command. What is likelier none of the phrases, or unsure, is not understood.
/// One caller at a time; a second caller waits.
/// </summary>
public sealed class KeywordRecognizer : ISpeechRecognizer, IDisposable
{
    /// <summary>The label of what is none of the phrases.</summary>
    public const string Reject = "<reject>";

    /// <summary>The least probability with which a phrase is taken, unless the caller asks for another.</summary>
    public const float DefaultThreshold = 0.5f;

    private readonly Lock _gate = new();
    private readonly KeywordHead _head;
    private readonly KeywordReader _reader;
    private readonly float _threshold;

    /// <summary>Hears with a head.</summary>
    /// <param name="embedding">The frozen embedding; not disposed of with this.</param>
    /// <param name="head">The head; disposed of with this.</param>
    /// <param name="language">The phrases' language, a BCP 47 tag.</param>
    /// <param name="threshold">The least probability with which a phrase is taken, 0 to 1.</param>
    public KeywordRecognizer(SpeechEmbedding embedding, KeywordHead head, string language, float threshold = DefaultThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, 1);
        (_head, Language, _threshold) = (head, language, threshold);
        _reader = new KeywordReader(embedding, head);
    }

    /// <inheritdoc/>
    public string Model => _head.Model;

    /// <inheritdoc/>
    public string Language { get; }

    /// <inheritdoc/>
    public RecognizedSpeech Recognize(ReadOnlySpan<float> samples)
    {
        lock (_gate)
        {
            var best = _reader.Read(samples)[0];
            return samples.IsEmpty || best.Label == Reject || best.Probability < _threshold
                ? new RecognizedSpeech("", 0, [])
                : new RecognizedSpeech(best.Label, best.Probability, [new RecognizedWord(best.Label, 0, samples.Length, best.Probability)]);
        }
    }

    /// <summary>Frees the head.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _head.Dispose();
        }
    }
}
