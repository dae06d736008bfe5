using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Splits a page's ink into what is read together. Pure: the same strokes give the same lines, and in a printed row or box
/// a new stroke changes no other row or box. Where the printed rows and boxes are, <see cref="PaperRuling"/> says.
/// </summary>
public static class PageLines
{
    /// <summary>Splits a page.</summary>
    /// <param name="strokes">The page's strokes in the order of writing; what the eraser drew is left out.</param>
    /// <param name="page">What is printed on it.</param>
    /// <returns>Lines and boxes from top to bottom, in a row from left to right; every written stroke is in exactly one.</returns>
    public static ImmutableArray<PageLine> Split(ImmutableArray<PlacedStroke> strokes, PageAdded page)
    {
        var ink = strokes.Where(s => s.Stroke.Tool == PenTool.Tip).ToImmutableArray();
        if (ink.IsEmpty)
        {
            return [];
        }

        var ruling = PaperRuling.Of(page);
        return page.Template switch
        {
            PageTemplate.Grid or PageTemplate.Mizi => Cells(ink, ruling),
            PageTemplate.Lined => RuledLines(ink, page, ruling),
            _ => FreeLines(ink),
        };
    }

    private static ImmutableArray<PageLine> Cells(ImmutableArray<PlacedStroke> ink, PaperRuling ruling) =>
    [
        .. ink.GroupBy(s => (Row: ruling.RowAt(s.Stroke.Bounds.CentreY), Column: ruling.ColumnAt(s.Stroke.Bounds.CentreX)))
            .OrderBy(g => g.Key)
            .SelectMany(g => g.Chunk(FactLimits.References).Select(c => new PageLine([.. c], true, g.Key.Row, g.Key.Column))),
    ];

    private static ImmutableArray<PageLine> RuledLines(ImmutableArray<PlacedStroke> ink, PageAdded page, PaperRuling ruling)
    {
        var blobs = InkBlob.Of([.. ink.Select(s => s.Stroke.Bounds)], page.Pitch * 0.5f);
        var rowOf = PrintedRows(ruling);
        return Lines(ink, Enumerable.Range(0, blobs.Count).GroupBy(i => rowOf(blobs, i), i => blobs[i]).OrderBy(g => g.Key)
            .Select(row => (row.Key, row.SelectMany(b => b.Strokes).Order().ToArray())));
    }

    private static ImmutableArray<PageLine> FreeLines(ImmutableArray<PlacedStroke> ink) =>
        Lines(ink, PageLayout.Of(ink).Blocks.SelectMany(b => b.Lines).Select((l, row) => (row, l.Strokes.ToArray())));

    private static ImmutableArray<PageLine> Lines(ImmutableArray<PlacedStroke> ink, IEnumerable<(int Row, int[] Strokes)> rows)
    {
        var lines = ImmutableArray.CreateBuilder<PageLine>();
        foreach (var (row, strokes) in rows)
        {
            var column = 0;
            foreach (var part in Parts(strokes, ink))
            {
                lines.Add(new PageLine([.. part.Order().Select(i => ink[i])], false, row, column++));
            }
        }

        return lines.ToImmutable();
    }

    /// <summary>A printed row, or its neighbour for a small mark that hangs over the printed line from the writing before it.</summary>
    private static Func<List<InkBlob>, int, int> PrintedRows(PaperRuling ruling) => (blobs, i) =>
    {
        var box = blobs[i].Box;
        var row = ruling.RowAt(box.CentreY);
        if (i == 0 || box.Height > 0.35f * ruling.Pitch)
        {
            return row;
        }

        var before = blobs[i - 1].Box;
        var rowBefore = ruling.RowAt(before.CentreY);
        var fromLine = Math.Abs(box.CentreY - ruling.Row(Math.Max(row, rowBefore)).Top);
        var isNear = Math.Abs(box.CentreX - before.CentreX) < 1.5f * ruling.Pitch && fromLine < 0.3f * ruling.Pitch;
        return isNear && Math.Abs(rowBefore - row) == 1 && before.Height > 0.35f * ruling.Pitch ? rowBefore : row;
    };

    /// <summary>The strokes of a line, cut at its widest gaps until each part can be named by one fact.</summary>
    private static IEnumerable<int[]> Parts(int[] strokes, ImmutableArray<PlacedStroke> ink)
    {
        if (strokes.Length <= FactLimits.References)
        {
            return [strokes];
        }

        var byX = strokes.OrderBy(i => ink[i].Stroke.Bounds.CentreX).ThenBy(i => i).ToArray();
        int cut = byX.Length / 2, from = byX.Length / 4;
        var widest = float.MinValue;
        for (var i = from; i < byX.Length - from; i++)
        {
            var gap = ink[byX[i]].Stroke.Bounds.Left - ink[byX[i - 1]].Stroke.Bounds.Right;
            if (gap > widest)
            {
                (widest, cut) = (gap, i);
            }
        }

        return Parts(byX[..cut], ink).Concat(Parts(byX[cut..], ink));
    }
}
