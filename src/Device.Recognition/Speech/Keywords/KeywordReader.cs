using System.Collections.Immutable;
using Device.Recognition.Speech.Features;

namespace Device.Recognition.Speech.Keywords;

/// <summary>
/// Which of a head's labels a short utterance is: the utterance is centred in the window that the head looks at, longer ones are cut
/// there. One caller at a time.
/// </summary>
public sealed class KeywordReader
{
    private readonly SpeechEmbedding _embedding;
    private readonly KeywordHead _head;
    private readonly LogMel _mel = new();
    private readonly float[] _samples;
    private readonly float[] _features;
    private readonly float[] _embeddings;
    private readonly float[] _probabilities;

    /// <summary>Reads with a head over the embedding.</summary>
    /// <param name="embedding">The frozen embedding.</param>
    /// <param name="head">The head.</param>
    public KeywordReader(SpeechEmbedding embedding, KeywordHead head)
    {
        _embedding = embedding;
        _head = head;
        var frames = SpeechEmbedding.FramesFor(head.Steps);
        _samples = new float[((frames - 1) * LogMel.Hop) + LogMel.FrameLength];
        _features = new float[frames * LogMel.Bands];
        _embeddings = new float[head.Steps * SpeechEmbedding.Length];
        _probabilities = new float[head.Labels.Count];
    }

    /// <summary>Samples of the window.</summary>
    public int WindowLength => _samples.Length;

    /// <summary>Reads an utterance.</summary>
    /// <param name="samples">Mono, -1 to 1, <see cref="LogMel.SampleRate"/>; any number.</param>
    /// <returns>Every label with its probability, the likeliest first.</returns>
    public ImmutableArray<KeywordCandidate> Read(ReadOnlySpan<float> samples)
    {
        samples = SpeechBounds.Trim(samples);
        var extra = samples.Length - _samples.Length;
        if (extra > 0)
        {
            samples = samples.Slice(extra / 2, _samples.Length);
        }

        _samples.AsSpan().Clear();
        samples.CopyTo(_samples.AsSpan((_samples.Length - samples.Length) / 2));
        _mel.Frames(_samples, _features);
        _embedding.Embed(_features, _embeddings);
        _head.Classify(_embeddings, _probabilities);
        return [.. _probabilities.Select((p, i) => new KeywordCandidate(_head.Labels[i], p)).OrderByDescending(c => c.Probability)];
    }
}
