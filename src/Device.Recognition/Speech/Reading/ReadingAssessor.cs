using System.Collections.Immutable;
using Device.Recognition.Speech.Mandarin;

namespace Device.Recognition.Speech.Reading;

/// <summary>
/// Scores what was read aloud against what was to be read: forced alignment, goodness of pronunciation of each syllable, and its tone.
/// One caller at a time.
/// </summary>
/// <remarks>
/// The score of a syllable is its share among itself and what learners say instead: its initial or final exchanged for one of
/// <see cref="PhoneConfusions"/>, or no syllable at all; probabilities by connectionist temporal classification over the steps around it
/// (Cao et al. 2025, "segmentation-free goodness of pronunciation").
/// </remarks>
public sealed class ReadingAssessor
{
    private const int Around = 2;

    private readonly AcousticNet _net;
    private readonly ToneNet _tones;
    private readonly SyllableTable _table;

    /// <summary>Scores with the networks of a bundle.</summary>
    /// <param name="net">Initials and finals.</param>
    /// <param name="tones">Tones.</param>
    /// <param name="table">The syllables.</param>
    public ReadingAssessor(AcousticNet net, ToneNet tones, SyllableTable table) => (_net, _tones, _table) = (net, tones, table);

    /// <summary>Scores an utterance.</summary>
    /// <param name="samples">Mono, -1 to 1, 16 kHz; at most <see cref="AcousticNet.MaxSteps"/> steps.</param>
    /// <param name="text">What was to be read, 1 syllable or more.</param>
    /// <returns>The scores; null where the sound is too short for the text.</returns>
    public ReadingAssessment? Assess(ReadOnlySpan<float> samples, ReadOnlySpan<TargetSyllable> text)
    {
        var posteriors = _net.Hear(samples);
        var phones = new ImmutableArray<int>[text.Length];
        for (var i = 0; i < phones.Length; i++)
        {
            phones[i] = _table.Phones[text[i].Syllable];
        }

        if (text.IsEmpty || SyllableAlignment.Find(posteriors, phones) is not { } spans)
        {
            return null;
        }

        var tones = _tones.Hear(PitchTracker.Track(samples), [.. spans.Select(s => MandarinRecognizer.ToTrack(s, 0))]);
        var scored = ImmutableArray.CreateBuilder<SyllableAssessment>(text.Length);
        for (var i = 0; i < phones.Length; i++)
        {
            scored.Add(Score(posteriors, spans[i], phones[i], text[i], tones[i], samples.Length));
        }

        var all = scored.MoveToImmutable();
        return new ReadingAssessment(all, all.Average(s => s.Sound), all.Average(s => s.ToneScore));
    }

    private SyllableAssessment Score(PhonePosteriors posteriors, LabelSpan span, ImmutableArray<int> phones, TargetSyllable target, float[] tones, int length)
    {
        var start = Math.Max(0, span.Start - Around);
        var part = posteriors.Slice(start, Math.Min(posteriors.Steps, span.End + Around) - start);
        var said = Math.Exp(CtcScore.LogProbability(part, phones.AsSpan()));
        var nothing = Math.Exp(CtcScore.LogProbability(part, []));
        var others = 0.0;
        foreach (var other in PhoneConfusions.Of(phones))
        {
            others += Math.Exp(CtcScore.LogProbability(part, other));
        }

        var best = Enumerable.Range(0, ToneNet.Tones).MaxBy(t => tones[t]);
        var total = said + others + nothing;
        var isMissing = total <= 0 || (nothing > said && nothing > others);
        return new SyllableAssessment(
            _table.Names[target.Syllable],
            target.Tone,
            Math.Min(length - 1, span.Start * PhonePosteriors.StepSamples),
            Math.Min(length, span.End * PhonePosteriors.StepSamples),
            isMissing ? 0 : (float)(100 * said / total),
            isMissing ? 0 : 100 * MathF.Exp(tones[target.Tone - 1]),
            best + 1,
            isMissing);
    }
}
