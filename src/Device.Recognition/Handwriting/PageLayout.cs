using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Recognition.Handwriting;

/// <summary>
/// The layout of a page without print: blocks, their lines, indentation and skew. Pure: the same strokes give the same layout.
/// </summary>
/// <param name="Skew">Degrees by which lines fall to the right, -12 to 12.</param>
/// <param name="Blocks">The blocks in the order of reading; every stroke is in exactly one line of one block.</param>
public sealed record PageLayout(float Skew, ImmutableArray<LayoutBlock> Blocks)
{
    /// <summary>A line that begins so many heights further right than another is indented.</summary>
    private const float IndentStep = 0.7f;

    /// <summary>Analyses a page.</summary>
    /// <param name="ink">Written strokes in the order of writing, one or more.</param>
    /// <returns>The layout.</returns>
    public static PageLayout Of(ImmutableArray<PlacedStroke> ink)
    {
        InkBounds[] drawn = [.. ink.Select(s => s.Stroke.Bounds)];
        var skew = PageSkew.Of(drawn, PageBlocks.SizeOf(drawn));
        var boxes = skew == 0 ? drawn : [.. ink.Select(s => Turned(s.Stroke, skew))];
        return new PageLayout(skew, [.. PageBlocks.Of(boxes).Select(b => Block(b, boxes))]);
    }

    private static LayoutBlock Block(int[] strokes, InkBounds[] all)
    {
        InkBounds[] boxes = [.. strokes.Select(i => all[i])];
        var size = PageBlocks.SizeOf(boxes);
        var blobs = InkBlob.Of(boxes, size);
        var rows = FreeRows.Of(blobs, size);
        var lines = Enumerable.Range(0, blobs.Count).GroupBy(i => rows[i], i => blobs[i]).OrderBy(g => g.Key)
            .Select(row => row.SelectMany(b => b.Strokes).Order().ToArray())
            .Select(line => (Strokes: line, Bounds: line.Select(i => boxes[i]).Aggregate((a, b) => a.Union(b)))).ToArray();
        var indents = Indents([.. lines.Select(l => l.Bounds)]);
        return new LayoutBlock([.. lines.Select((l, i) => new LayoutLine([.. l.Strokes.Select(s => strokes[s])], l.Bounds, indents[i]))]);
    }

    private static int[] Indents(InkBounds[] lines)
    {
        var step = IndentStep * lines.Select(l => l.Height).Order().ElementAt((lines.Length - 1) / 2);
        var indents = new int[lines.Length];
        var (level, edge) = (0, float.MinValue);
        foreach (var i in Enumerable.Range(0, lines.Length).OrderBy(i => lines[i].Left))
        {
            if (edge > float.MinValue && lines[i].Left - edge > step)
            {
                level++;
                edge = lines[i].Left;
            }

            edge = edge > float.MinValue ? edge : lines[i].Left;
            indents[i] = level;
        }

        return indents;
    }

    private static InkBounds Turned(Stroke stroke, float degrees)
    {
        var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
        var box = new InkBounds(float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (var p in stroke.Points)
        {
            var (x, y) = ((p.X * cos) + (p.Y * sin), (p.Y * cos) - (p.X * sin));
            box = new InkBounds(Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x), Math.Max(box.Bottom, y));
        }

        return box;
    }
}
