using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Reads a page again and again while it is written and asks the recogniser only for lines and boxes whose ink has changed.
/// What it answers is what reading everything anew would. One caller at a time.
/// </summary>
/// <param name="recognizer">Reads a line or a box.</param>
/// <param name="script">Which classes may answer.</param>
/// <param name="capacity">Readings that are kept, 1 or more; when they are full all are forgotten, which costs time only.</param>
public sealed class PageReader(IInkRecognizer recognizer, InkScript script, int capacity = 4_096)
{
    private const int Candidates = 5;

    private readonly Dictionary<PageLine, PageLineReading> _known = new(SameInk.Comparer);

    /// <summary>How often the recogniser was asked.</summary>
    public long Calls { get; private set; }

    /// <summary>Reads a page.</summary>
    /// <param name="strokes">The page's strokes in the order of writing.</param>
    /// <param name="page">What is printed on it.</param>
    /// <returns>Lines and boxes in the order of <see cref="PageLines.Split"/>.</returns>
    public ImmutableArray<PageReading> Read(ImmutableArray<PlacedStroke> strokes, PageAdded page) =>
        [.. PageLines.Split(strokes, page).Select(l => (Line: l, Best: Read(l))).Select(r => new PageReading(r.Line, r.Best.Text, r.Best.Probability))];

    /// <summary>Reads a line or a box, or knows it from before.</summary>
    /// <param name="line">The line; where it stands on the page does not count.</param>
    /// <returns>The reading; empty with probability 0 when the ink is not text.</returns>
    public PageLineReading Read(PageLine line)
    {
        if (_known.TryGetValue(line, out var known))
        {
            return known;
        }

        if (_known.Count >= capacity)
        {
            _known.Clear();
        }

        Calls++;
        Stroke[] strokes = [.. line.Strokes.Select(s => s.Stroke)];
        var best = line.IsCell ? Character(strokes) : Line(strokes);
        _known.Add(line, best);
        return best;
    }

    private PageLineReading Character(Stroke[] strokes)
    {
        var candidates = recognizer.RecognizeCharacter(strokes, script, Candidates);
        return candidates is [var best, ..]
            ? new PageLineReading(best.Text, best.Probability, [new RecognizedCharacter(candidates, [.. Enumerable.Range(0, strokes.Length)])])
            : new PageLineReading("", 0, []);
    }

    private PageLineReading Line(Stroke[] strokes)
    {
        var line = recognizer.RecognizeLine(strokes, script);
        return new PageLineReading(line.Text, Math.Clamp(line.Probability, 0, 1), [.. line.Characters]);
    }

    /// <summary>Equal when the strokes are, and both are lines or both boxes.</summary>
    private sealed class SameInk : IEqualityComparer<PageLine>
    {
        internal static readonly SameInk Comparer = new();

        public bool Equals(PageLine? x, PageLine? y) => x?.IsCell == y?.IsCell && x is not null && y is not null && x.Strokes.AsSpan().SequenceEqual(y.Strokes.AsSpan());

        public int GetHashCode(PageLine line) => HashCode.Combine(line.IsCell, line.Strokes.Length, line.Strokes[0].Id, line.Strokes[^1].Id);
    }
}
