using Device.Core.Ink;

namespace Device.Cli.Ink;

/// <summary>Reads labelled samples and gathers the figures. Samples of mathematics and without a label are counted and left out.</summary>
internal sealed class InkEvaluation(IInkRecognizer recognizer, InkScript script, TimeProvider time)
{
    /// <summary>Readings of a single character that are looked at.</summary>
    internal const int Candidates = 10;

    private static readonly double[] Thresholds = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

    private readonly List<EvalSample> _samples = [];
    private readonly HashSet<InkKind> _warm = [];

    internal IReadOnlyList<EvalSample> Samples => _samples;

    internal int LeftOut { get; private set; }

    internal void Add(LabelledInk ink)
    {
        if (ink.Label.Length == 0 || ink.Kind == InkKind.Mathematics)
        {
            LeftOut++;
            return;
        }

        if (_warm.Add(ink.Kind))
        {
            Read(ink); // so that the compiler's time is not the model's
        }

        _samples.Add(Read(ink));
    }

    internal EvalFigures Figures(long modelBytes)
    {
        var characters = _samples.Where(s => s.IsCharacter).ToArray();
        double? Top(int n) => characters.Length == 0 ? null : Rounded(characters.Count(s => s.Rank >= 0 && s.Rank < n) / (double)characters.Length);
        var times = _samples.Select(s => s.Milliseconds).Order().ToArray();
        return new EvalFigures(
            _samples.Count, Top(1), Top(5), Top(10), Cer(_samples), Percentile(times, 0.5), Percentile(times, 0.99), modelBytes);
    }

    internal EvalRow[] ByWriter() => [.. _samples.GroupBy(s => s.Ink.Writer ?? "").Select(g => Row(g.Key, [.. g])).OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>The characters that are read worst come first.</summary>
    internal EvalRow[] ByCharacter() =>
    [
        .. _samples.Where(s => s.IsCharacter).GroupBy(s => LabelText.Fold(s.Ink.Label)).Select(g => Row(g.Key, [.. g]))
            .OrderBy(r => r.Top1).ThenByDescending(r => r.Samples).ThenBy(r => r.Name, StringComparer.Ordinal),
    ];

    /// <summary>What rejecting below a probability leaves, and how right the rest is; empty without single characters.</summary>
    internal EvalTrust[] Trust()
    {
        var characters = _samples.Where(s => s.IsCharacter).ToArray();
        return characters.Length == 0 ? [] : [.. Thresholds.Select(least =>
        {
            var answered = characters.Where(s => !s.Read.IsEmpty && s.Probability >= least).ToArray();
            return new EvalTrust(
                least,
                Rounded(answered.Length / (double)characters.Length),
                answered.Length == 0 ? null : Rounded(answered.Count(s => s.Rank == 0) / (double)answered.Length),
                answered.Length == 0 ? null : Rounded(answered.Average(s => (double)s.Probability)));
        })];
    }

    /// <summary>Single characters that were read as another one, the most frequent pairs first.</summary>
    internal EvalConfusion[] Confusions(int most)
    {
        var samples = _samples.Where(s => s.IsCharacter).Select(s => (Label: LabelText.Fold(s.Ink.Label), Read: s.Read.IsEmpty ? "" : LabelText.Fold(s.Read[0]))).ToArray();
        var of = samples.CountBy(s => s.Label).ToDictionary();
        return
        [
            .. samples.Where(s => s.Label != s.Read).CountBy(s => s)
                .OrderByDescending(g => g.Value).ThenBy(g => g.Key.Label, StringComparer.Ordinal).ThenBy(g => g.Key.Read, StringComparer.Ordinal)
                .Take(most).Select(g => new EvalConfusion(g.Key.Label, g.Key.Read, g.Value, of[g.Key.Label])),
        ];
    }

    private static EvalRow Row(string name, EvalSample[] samples)
    {
        var characters = samples.Where(s => s.IsCharacter).ToArray();
        var right = characters.Count(s => s.Rank == 0);
        if (characters.Length == 0)
        {
            return new EvalRow(name, 0, null, null, null, samples.Length, Cer(samples));
        }

        var (low, high) = WilsonInterval.Of(right, characters.Length);
        return new EvalRow(
            name, characters.Length, Rounded(right / (double)characters.Length), Rounded(low), Rounded(high), samples.Length - characters.Length, Cer(samples));
    }

    private static double? Cer(IEnumerable<EvalSample> samples)
    {
        var lines = samples.Where(s => !s.IsCharacter).ToArray();
        return lines.Length == 0 ? null : Rounded(lines.Sum(s => s.Errors) / (double)lines.Sum(s => s.Length));
    }

    /// <summary>The nearest rank: the smallest time that at least this share of the samples stays within.</summary>
    private static double? Percentile(double[] ordered, double share) =>
        ordered.Length == 0 ? null : Math.Round(ordered[Math.Max((int)Math.Ceiling(share * ordered.Length) - 1, 0)], 3);

    private static double Rounded(double share) => Math.Round(share, 5);

    private EvalSample Read(LabelledInk ink)
    {
        var start = time.GetTimestamp();
        if (ink.Kind == InkKind.Character)
        {
            var read = recognizer.RecognizeCharacter(ink.Strokes.AsSpan(), script, Candidates);
            return new EvalSample(ink, [.. read.Select(c => c.Text)], read.IsEmpty ? 0 : read[0].Probability, time.GetElapsedTime(start).TotalMilliseconds);
        }

        var line = recognizer.RecognizeLine(ink.Strokes.AsSpan(), script);
        return new EvalSample(ink, [line.Text], line.Probability, time.GetElapsedTime(start).TotalMilliseconds);
    }
}
