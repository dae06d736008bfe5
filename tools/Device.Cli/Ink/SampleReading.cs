using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;
using Device.Recognition.Mathematics;

namespace Device.Cli.Ink;

/// <summary>Reads one sample of an ink file the way its kind asks for.</summary>
internal sealed class SampleReading(IInkRecognizer recognizer, InkScript script, int candidates)
{
    private readonly MathReader _formulas = new(recognizer);

    private static readonly DeviceId Nobody = DeviceId.Parse("file/ink");

    internal ReadSample Read(string file, int index, LabelledInk ink)
    {
        var label = ink.Label.Length > 0 ? ink.Label : null;
        if (ink.Kind == InkKind.Mathematics || (script == InkScript.Mathematics && ink.Kind != InkKind.Character))
        {
            return ReadFormula(file, index, ink, label);
        }

        if (ink.Kind == InkKind.Character)
        {
            var read = recognizer.RecognizeCharacter(ink.Strokes.AsSpan(), script, candidates);
            var best = read.IsEmpty ? new InkCandidate("", 0) : read[0];
            return new ReadSample(file, index, "char", label, best.Text, best.Probability, Candidates(read), []);
        }

        // Ink that nobody labelled may be a whole page.
        ImmutableArray<int[]> lines = label is null ? Lines(ink.Strokes) : [[.. Enumerable.Range(0, ink.Strokes.Length)]];
        var text = new List<string>();
        var characters = new List<ReadCharacter>();
        var log = 0.0;
        foreach (var line in lines)
        {
            var read = recognizer.RecognizeLine([.. line.Select(i => ink.Strokes[i])], script);
            text.Add(read.Text);
            characters.AddRange(read.Characters.Select(c => Character(c, line)));
            log += Math.Log(Math.Max(read.Probability, 1e-12));
        }

        return new ReadSample(
            file, index, "line", label, string.Join('\n', text), (float)Math.Exp(log / lines.Length), [], [.. characters]);
    }

    /// <summary>A formula: LaTeX, and for every sign what it was taken for.</summary>
    private ReadSample ReadFormula(string file, int index, LabelledInk ink, string? label)
    {
        var read = _formulas.Read(ink.Strokes.AsSpan());
        return new ReadSample(
            file, index, "math", label, read.Latex, read.Probability, [],
            [.. read.Symbols.Select(s => new ReadCharacter(s.Text, s.Probability, [.. s.Strokes], candidates > 1 ? [new ReadCandidate(s.Text, s.Probability)] : null))]);
    }

    private static ImmutableArray<int[]> Lines(ImmutableArray<Stroke> strokes)
    {
        var placed = strokes.Select((s, i) => new PlacedStroke(new FactId(Nobody, 0, (ulong)i), s)).ToImmutableArray();
        var page = new PageAdded(new FactId(Nobody, 0, ulong.MaxValue), PageTemplate.Blank, 1000, 1000, 10);
        var lines = PageLines.Split(placed, page);
        return lines.IsEmpty ? [[.. Enumerable.Range(0, strokes.Length)]] : [.. lines.Select(l => l.Strokes.Select(s => (int)s.Id.Sequence).ToArray())];
    }

    private ReadCharacter Character(RecognizedCharacter read, int[] line) => new(
        read.Candidates[0].Text,
        read.Candidates[0].Probability,
        [.. read.Strokes.Select(i => line[i])],
        candidates > 1 ? Candidates([.. read.Candidates.Take(candidates)]) : null);

    private static ReadCandidate[] Candidates(ImmutableArray<InkCandidate> read) => [.. read.Select(c => new ReadCandidate(c.Text, c.Probability))];
}
