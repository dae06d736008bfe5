using System.Collections.Immutable;
using Device.Recognition.Speech.Features;
using Device.Recognition.Speech.Keywords;

namespace Device.Recognition.Speech.Phrases;

/// <summary>Makes a phrase of a few takes by one person. One caller at a time.</summary>
public sealed class PhraseEnrolment
{
    /// <summary>Takes less alike than this are not the same phrase.</summary>
    public const float LeastLikeness = 0.45f;

    /// <summary>How far from what a take shares with the others towards nothing in common the threshold lies; a first choice, not fitted to data yet.</summary>
    private const float Slack = 0.25f;

    /// <summary>Silence on each side of what was said, so that its first and last sounds are seen.</summary>
    private const int EdgeFrames = SpeechEmbedding.Window / 2;

    private readonly SpeechEmbedding _embedding;
    private readonly EmbeddingScale _scale;
    private readonly LogMel _mel = new();

    /// <summary>Enrols with the frozen embedding.</summary>
    /// <param name="embedding">The embedding.</param>
    /// <param name="scale">Its statistics.</param>
    public PhraseEnrolment(SpeechEmbedding embedding, EmbeddingScale scale) => (_embedding, _scale) = (embedding, scale);

    /// <summary>Enrols.</summary>
    /// <param name="name">What the phrase is called.</param>
    /// <param name="takes">Mono, -1 to 1, 16 kHz; each the phrase once, 3 to 10 takes.</param>
    /// <returns>The phrase.</returns>
    /// <exception cref="PhraseException">A take is too short, too long or unlike the others, or there are too few or many.</exception>
    public EnrolledPhrase Enrol(string name, IReadOnlyList<float[]> takes)
    {
        if (takes.Count is < PhraseLimits.FewestTakes or > PhraseLimits.MostTakes)
        {
            throw new PhraseException($"{takes.Count} takes, {PhraseLimits.FewestTakes} to {PhraseLimits.MostTakes} expected");
        }

        if (name.Length is 0 or > PhraseLimits.NameLength)
        {
            throw new PhraseException($"name of {name.Length} characters, 1 to {PhraseLimits.NameLength} expected");
        }

        var embedded = takes.Select((t, i) => Embed(t, i)).ToArray();
        var least = 1f;
        for (var i = 0; i < embedded.Length; i++)
        {
            var likeness = embedded.Where((_, k) => k != i).Max(other => Likeness(other, embedded[i]));
            if (likeness < LeastLikeness)
            {
                throw new PhraseException($"take {i + 1} is unlike the others: likeness {likeness:0.00}, at least {LeastLikeness} expected; say the same phrase each time");
            }

            least = Math.Min(least, likeness);
        }

        return new EnrolledPhrase(name, least * (1 - Slack), [.. embedded.Select(e => e.ToImmutableArray())]);
    }

    /// <summary>How alike an utterance is to a phrase: the most alike take counts.</summary>
    /// <param name="phrase">The phrase.</param>
    /// <param name="samples">Mono, -1 to 1, 16 kHz; one utterance.</param>
    /// <returns>At most 1.</returns>
    public float Likeness(EnrolledPhrase phrase, ReadOnlySpan<float> samples)
    {
        var speech = Steps(SpeechBounds.Trim(samples));
        return speech.Length == 0 ? 0 : phrase.Takes.Max(t => Likeness(t.AsSpan(), speech));
    }

    private static float Likeness(ReadOnlySpan<float> take, ReadOnlySpan<float> speech) =>
        PhraseLikeness.AtEnd(take, speech, new float[PhraseLikeness.WorkLength(speech.Length / SpeechEmbedding.Length)]);

    private float[] Embed(float[] take, int index)
    {
        var steps = Steps(SpeechBounds.Trim(take));
        var count = steps.Length / SpeechEmbedding.Length;
        return count is >= PhraseLimits.FewestSteps and <= PhraseLimits.MostSteps
            ? steps
            : throw new PhraseException($"take {index + 1}: {count * 0.08:0.0} s of speech, {PhraseLimits.FewestSteps * 0.08:0.0} to {PhraseLimits.MostSteps * 0.08:0.0} s expected");
    }

    private float[] Steps(ReadOnlySpan<float> samples)
    {
        var frames = LogMel.FrameCount(samples.Length);
        if (frames == 0)
        {
            return [];
        }

        var features = new float[(frames + (2 * EdgeFrames)) * LogMel.Bands];
        features.AsSpan().Fill(LogMel.Silence);
        _mel.Frames(samples, features.AsSpan(EdgeFrames * LogMel.Bands));
        var steps = new float[SpeechEmbedding.CountOf(frames + (2 * EdgeFrames)) * SpeechEmbedding.Length];
        _embedding.Embed(features, steps);
        _scale.Apply(steps);
        return steps;
    }
}
