using System.Collections.Immutable;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>Where the syllables of a known text are in an utterance. Pure.</summary>
public static class SyllableAlignment
{
    /// <summary>
    /// Finds the syllables by the best path through the network's answers. The network answers in short peaks, so a syllable reaches
    /// half way to its neighbours' peaks, and the first and last at most <paramref name="margin"/> steps beyond their own.
    /// </summary>
    /// <param name="posteriors">The network's answers.</param>
    /// <param name="syllables">The labels of each syllable.</param>
    /// <param name="margin">Steps, 0 or more.</param>
    /// <returns>Steps of each syllable; null where the text does not fit into the sound.</returns>
    public static LabelSpan[]? Find(PhonePosteriors posteriors, ReadOnlySpan<ImmutableArray<int>> syllables, int margin = 10)
    {
        var labels = new List<int>();
        foreach (var syllable in syllables)
        {
            labels.AddRange(syllable);
        }

        return labels.Count == 0 ? [] : CtcScore.Align(posteriors, labels.ToArray()) is { } spans ? Widen(Join(spans, syllables), posteriors.Steps, margin) : null;
    }

    private static LabelSpan[] Join(LabelSpan[] phones, ReadOnlySpan<ImmutableArray<int>> syllables)
    {
        var joined = new LabelSpan[syllables.Length];
        for (var (i, at) = (0, 0); i < joined.Length; at += syllables[i++].Length)
        {
            joined[i] = new LabelSpan(phones[at].Start, phones[at + syllables[i].Length - 1].End);
        }

        return joined;
    }

    private static LabelSpan[] Widen(LabelSpan[] peaks, int steps, int margin)
    {
        var wide = new LabelSpan[peaks.Length];
        for (var i = 0; i < peaks.Length; i++)
        {
            // The gap before a syllable belongs mostly to the vowel before it: the next syllable's peak is its initial's.
            var start = i == 0 ? peaks[0].Start - margin : Boundary(peaks[i - 1], peaks[i]);
            var end = i == peaks.Length - 1 ? peaks[^1].End + margin : Boundary(peaks[i], peaks[i + 1]);
            wide[i] = new LabelSpan(Math.Max(0, start), Math.Min(steps, end));
        }

        return wide;
    }

    private static int Boundary(LabelSpan left, LabelSpan right) => left.End + ((right.Start - left.End + 1) / 2);
}
