using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Cuts a page into blocks by its white space (recursive XY-cut, Nagy and Seth 1984): at gutters that part columns, below what
/// stands over a gutter, and where the size of the writing changes, as under a heading.
/// </summary>
internal static class PageBlocks
{
    private const float Gutter = 1.5f;

    /// <summary>A gutter so wide parts even a single line from a column.</summary>
    private const float WideGutter = 4f;

    private const float TwoLines = 2.2f;
    private const float OtherSize = 1.6f;

    /// <summary>Least white between lines, in sizes of the smaller; the parts of characters stand closer.</summary>
    private const float LineGap = 0.3f;

    /// <summary>Finds the blocks.</summary>
    /// <param name="boxes">The strokes' boxes, on lines that lie level.</param>
    /// <returns>Indices of strokes, in the order of reading.</returns>
    internal static List<int[]> Of(InkBounds[] boxes)
    {
        var blocks = new List<int[]>();
        Cut([.. Enumerable.Range(0, boxes.Length)], boxes, blocks);
        return blocks;
    }

    /// <summary>The size most larger strokes have; of dots alone a small part of what they span.</summary>
    internal static float SizeOf(IEnumerable<InkBounds> boxes)
    {
        var sizes = boxes.Select(b => Math.Max(b.Width, b.Height)).Order().ToArray();
        var box = boxes.Aggregate((a, b) => a.Union(b));
        return Math.Max(Math.Max(sizes[(sizes.Length - 1) * 3 / 4], 0.01f * Math.Max(box.Width, box.Height)), 1e-3f);
    }

    private static void Cut(int[] strokes, InkBounds[] boxes, List<int[]> blocks)
    {
        if (strokes.Length > 1 && (AtGutter(strokes, boxes) ?? OverGutter(strokes, boxes) ?? AtOtherSize(strokes, boxes)) is { } parts)
        {
            Cut(parts.First, boxes, blocks);
            Cut(parts.Second, boxes, blocks);
        }
        else
        {
            blocks.Add(strokes);
        }
    }

    private static (int[] First, int[] Second)? AtGutter(int[] strokes, InkBounds[] boxes)
    {
        var size = SizeOf(strokes.Select(i => boxes[i]));
        var ordered = strokes.OrderBy(i => boxes[i].Left).ToArray();
        var best = (Gap: Gutter * size, At: 0);
        var right = boxes[ordered[0]].Right;
        for (var k = 1; k < ordered.Length; k++)
        {
            var gap = boxes[ordered[k]].Left - right;
            if (gap > best.Gap)
            {
                var (before, after) = (HeightOf(ordered[..k], boxes), HeightOf(ordered[k..], boxes));
                var (lower, higher) = (Math.Min(before, after), Math.Max(before, after));
                best = lower > TwoLines * size || (gap > WideGutter * size && higher > TwoLines * size) ? (gap, k) : best;
            }

            right = Math.Max(right, boxes[ordered[k]].Right);
        }

        return best.At == 0 ? null : (InOrder(ordered[..best.At]), InOrder(ordered[best.At..]));
    }

    /// <summary>Cuts level where what lies below, or else above, has a gutter.</summary>
    private static (int[] First, int[] Second)? OverGutter(int[] strokes, InkBounds[] boxes)
    {
        var (rows, ordered) = Rows(strokes, boxes);
        for (var r = 1; r < rows.Count; r++)
        {
            var below = ordered[rows[r]..];
            if (AtGutter(below, boxes) is not null)
            {
                return (InOrder(ordered[..rows[r]]), InOrder(below));
            }
        }

        for (var r = rows.Count - 1; r > 0; r--)
        {
            var above = ordered[..rows[r]];
            if (AtGutter(above, boxes) is not null)
            {
                return (InOrder(above), InOrder(ordered[rows[r]..]));
            }
        }

        return null;
    }

    private static (int[] First, int[] Second)? AtOtherSize(int[] strokes, InkBounds[] boxes)
    {
        var (rows, ordered) = Rows(strokes, boxes);
        for (var r = 1; r < rows.Count; r++)
        {
            int[] above = ordered[rows[r - 1]..rows[r]], below = ordered[rows[r]..(r + 1 < rows.Count ? rows[r + 1] : ordered.Length)];
            var (a, b) = (Scale(above, boxes), Scale(below, boxes));
            var gap = below.Min(i => boxes[i].Top) - above.Max(i => boxes[i].Bottom);
            if (above.Length > 2 && below.Length > 2 && gap > LineGap * Math.Min(a, b) && Math.Max(a, b) > OtherSize * Math.Min(a, b))
            {
                return (InOrder(ordered[..rows[r]]), InOrder(ordered[rows[r]..]));
            }
        }

        return null;
    }

    /// <summary>A row's height and the size of its strokes both change where the size of the writing does.</summary>
    private static float Scale(int[] row, InkBounds[] boxes) => MathF.Sqrt(HeightOf(row, boxes) * SizeOf(row.Select(i => boxes[i])));

    /// <summary>Strokes from the top, and where in that order a row begins that overlaps no stroke before it.</summary>
    private static (List<int> Rows, int[] Ordered) Rows(int[] strokes, InkBounds[] boxes)
    {
        var ordered = strokes.OrderBy(i => boxes[i].Top).ToArray();
        var rows = new List<int> { 0 };
        var bottom = boxes[ordered[0]].Bottom;
        for (var k = 1; k < ordered.Length; k++)
        {
            if (boxes[ordered[k]].Top > bottom)
            {
                rows.Add(k);
            }

            bottom = Math.Max(bottom, boxes[ordered[k]].Bottom);
        }

        return (rows, ordered);
    }

    private static int[] InOrder(int[] strokes) => [.. strokes.Order()];

    private static float HeightOf(int[] strokes, InkBounds[] boxes) => strokes.Max(i => boxes[i].Bottom) - strokes.Min(i => boxes[i].Top);
}
