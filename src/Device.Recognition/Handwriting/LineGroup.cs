using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>Successive pieces of a line that may be one character, and what the network reads there.</summary>
internal sealed class LineGroup
{
    /// <summary>Readings kept of each group.</summary>
    internal const int Readings = 12;

    private const int MostPieces = 10;
    private const int MostStrokes = 36;

    /// <summary>Free space, in first guesses of the height, that no character has inside.</summary>
    private const float WidestInnerGap = 0.3f;

    private readonly RankedClass[] _read = new RankedClass[Readings];
    private int _count;

    internal required int FirstPiece { get; init; }

    internal required int EndPiece { get; init; }

    internal required InkBounds Box { get; init; }

    /// <summary>Indices of its strokes in the order of writing, at most <see cref="DirectionMaps.MaxStrokes"/>.</summary>
    internal required int[] Strokes { get; init; }

    /// <summary>The readings, best first.</summary>
    internal ReadOnlySpan<RankedClass> Read => _read.AsSpan(0, _count);

    /// <summary>How much like a character the ink is: the logarithm of the sum of the classes' exponentials, about 0 for a good character of this line.</summary>
    internal float Likeness { get; private set; }

    internal void Take(CharacterReader reader, int slot, InkScript script)
    {
        _count = reader.Rank(slot, script, _read, out var likeness);
        Likeness = likeness;
    }

    /// <summary>Makes likeness comparable between models: three in four of a line's groups are below 0.</summary>
    internal static void CentreLikeness(List<LineGroup> groups)
    {
        var ordered = groups.Select(g => g.Likeness).Order().ToArray();
        var good = ordered[(ordered.Length - 1) * 3 / 4];
        groups.ForEach(g => g.Likeness -= good);
    }

    /// <summary>Every group worth reading: single pieces, and successive pieces up to a width and a number.</summary>
    /// <param name="ink">The line.</param>
    /// <param name="widest">Widest group of more than one piece, in the ink's unit.</param>
    /// <returns>Groups by first piece, then by end.</returns>
    internal static List<LineGroup> Candidates(LineInk ink, float widest)
    {
        var groups = new List<LineGroup>(ink.Pieces.Count * 4);
        for (var first = 0; first < ink.Pieces.Count; first++)
        {
            var box = ink.Pieces[first].Box;
            for (var end = first + 1; end <= ink.Pieces.Count && end - first <= MostPieces; end++)
            {
                box = box.Union(ink.Pieces[end - 1].Box);
                var strokes = ink.Pieces[end - 1].End - ink.Pieces[first].First;
                if (end > first + 1 && (box.Width > widest || strokes > MostStrokes || ink.Gaps[end - 1] > WidestInnerGap * ink.Frame.Height))
                {
                    break;
                }

                groups.Add(new LineGroup
                {
                    FirstPiece = first,
                    EndPiece = end,
                    Box = box,
                    Strokes = [.. ink.Order.AsSpan(ink.Pieces[first].First, strokes)[..Math.Min(strokes, DirectionMaps.MaxStrokes)].ToArray().Order()],
                });
            }
        }

        return groups;
    }

}
