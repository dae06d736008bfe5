using System.Globalization;
using Device.Core.Ink;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>
/// Fits the weights of the line reader on composed lines; started by <c>tools/train/handwriting/fit_lines</c>, never by a
/// test run. The network reads every line once; afterwards one set of weights takes milliseconds.
/// </summary>
public sealed class LineWeightsFit
{
    private const int Rounds = 3;

    private static readonly float[] Steps = [0.6f, 0.85f, 1.18f, 1.7f];

    private static readonly (string Name, Func<LineWeights, float> Get, Func<LineWeights, float, LineWeights> Set)[] Weights =
    [
        ("PerCharacter", w => w.PerCharacter, (w, v) => w with { PerCharacter = v }),
        ("PerStroke", w => w.PerStroke, (w, v) => w with { PerStroke = v }),
        ("Likeness", w => w.Likeness, (w, v) => w with { Likeness = v }),
        ("Place", w => w.Place, (w, v) => w with { Place = v }),
        ("Width", w => w.Width, (w, v) => w with { Width = v }),
        ("Gap", w => w.Gap, (w, v) => w with { Gap = v }),
        ("GapMiddle", w => w.GapMiddle, (w, v) => w with { GapMiddle = v }),
        ("Sequence", w => w.Sequence, (w, v) => w with { Sequence = v }),
        ("Language", w => w.Language, (w, v) => w with { Language = v }),
        ("Words", w => w.Words, (w, v) => w with { Words = v }),
        ("Space", w => w.Space, (w, v) => w with { Space = v }),
    ];

    private static readonly float[] Offsets = [-0.8f, -0.3f, 0.3f, 0.8f];

    private static readonly (string Name, Func<LineWeights, float> Get, Func<LineWeights, float, LineWeights> Set)[] Biases =
    [
        ("Han", w => w.Han, (w, v) => w with { Han = v }),
        ("Western", w => w.Western, (w, v) => w with { Western = v }),
    ];

    [Fact(Explicit = true)]
    public async Task Coordinate_search_over_composed_lines()
    {
        var file = Environment.GetEnvironmentVariable("DEVICE_FIT_LINES");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "DEVICE_FIT_LINES names no file of composed lines");
        var folder = Environment.GetEnvironmentVariable("DEVICE_FIT_MODEL") ?? Path.Combine(AppContext.BaseDirectory, "models", "handwriting");
        using var reader = new CharacterReader(ModelBundle.Open(folder), new InkRecognizerOptions());
        var lines = new LineReader(reader, LineWeights.Default, ShippedModel.Language());
        foreach (var other in (Environment.GetEnvironmentVariable("DEVICE_FIT_ALSO") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            await MeasureAsync(other, reader, lines);
        }

        if (Environment.GetEnvironmentVariable("DEVICE_FIT_ONLY_MEASURE") == "1")
        {
            return;
        }

        var (fit, check) = await LatticesAsync(file!, lines);
        var best = LineWeights.Default;
        var least = Errors(lines, fit, best);
        Report(string.Create(CultureInfo.InvariantCulture, $"start: fit {least:0.0000}, check {Errors(lines, check, best):0.0000}"));
        for (var round = 0; round < Rounds; round++)
        {
            var before = least;
            foreach (var candidate in Candidates)
            {
                var tried = candidate(best);
                var errors = Errors(lines, fit, tried);
                if (errors < least - 1e-9)
                {
                    (best, least) = (tried, errors);
                }
            }

            Report(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: fit {least:0.0000}, check {Errors(lines, check, best):0.0000} {best}"));
            if (before - least < 1e-9)
            {
                break;
            }
        }
    }

    /// <summary>Says how a file is read under the weights as they are, with and without the language model; it takes no part in the fit.</summary>
    private static async Task MeasureAsync(string file, CharacterReader reader, LineReader lines)
    {
        var (a, b) = await LatticesAsync(file, lines);
        var alone = new LineReader(reader, LineWeights.Default);
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"{Path.GetFileName(file)}: {Errors(lines, [.. a, .. b], LineWeights.Default):0.0000}, by the ink alone {Errors(alone, [.. a, .. b], LineWeights.Default):0.0000}"));
    }

    private static IEnumerable<Func<LineWeights, LineWeights>> Candidates =>
        Weights.SelectMany(w => Steps.Select(step => (Func<LineWeights, LineWeights>)(weights => w.Set(weights, w.Get(weights) * step))))
            .Concat(Biases.SelectMany(b => Offsets.Select(step => (Func<LineWeights, LineWeights>)(weights => b.Set(weights, b.Get(weights) + step)))));

    /// <summary>Two lines in three for the fit, the third for the check.</summary>
    private static async Task<((LineLattice Lattice, string Text)[] Fit, (LineLattice Lattice, string Text)[] Check)> LatticesAsync(string file, LineReader reader)
    {
        await using var stream = File.OpenRead(file);
        var all = new List<(LineLattice, string)>();
        await foreach (var ink in InkFiles.ReadAsync(stream, file, TestContext.Current.CancellationToken))
        {
            all.Add((reader.Lattice(ink.Strokes.AsSpan(), InkScript.Any), ink.Label));
        }

        return ([.. all.Where((_, i) => i % 3 != 2)], [.. all.Where((_, i) => i % 3 == 2)]);
    }

    private static double Errors(LineReader reader, (LineLattice Lattice, string Text)[] lines, LineWeights weights)
    {
        var errors = lines.AsParallel().WithDegreeOfParallelism(2).Sum(l => TextDistance.Of(Fold(reader.Read(l.Lattice, weights).Text), Fold(l.Text)));
        return errors / (double)lines.Sum(l => l.Text.Length);
    }

    private static string Fold(string text) => string.Concat(text.ToLowerInvariant().Select(c => c is >= '！' and <= '～' ? (char)(c - 0xFEE0) : c));

    private static void Report(string text)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
        if (Environment.GetEnvironmentVariable("DEVICE_FIT_REPORT") is { Length: > 0 } report)
        {
            File.AppendAllText(report, text + Environment.NewLine);
        }
    }
}
