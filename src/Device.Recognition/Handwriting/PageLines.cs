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
            PageTemplate.Grid => Cells(ink, ruling),
            PageTemplate.Lined => Lines(ink, InkBlob.Of(ink, page.Pitch * 0.5f), PrintedRows(ruling)),
            _ => FreeLines(ink),
        };
    }

    private static ImmutableArray<PageLine> Cells(ImmutableArray<PlacedStroke> ink, PaperRuling ruling) =>
    [
        .. ink.GroupBy(s => (Row: ruling.RowAt(s.Stroke.Bounds.CentreY), Column: ruling.ColumnAt(s.Stroke.Bounds.CentreX)))
            .OrderBy(g => g.Key)
            .SelectMany(g => g.Chunk(FactLimits.References).Select(c => new PageLine([.. c], true, g.Key.Row, g.Key.Column))),
    ];

    private static ImmutableArray<PageLine> FreeLines(ImmutableArray<PlacedStroke> ink)
    {
        var size = SizeOfWriting(ink);
        var blobs = InkBlob.Of(ink, size);
        var rows = FreeRows.Of(blobs, size);
        return Lines(ink, blobs, (_, i) => rows[i]);
    }

    private static ImmutableArray<PageLine> Lines(ImmutableArray<PlacedStroke> ink, List<InkBlob> blobs, Func<List<InkBlob>, int, int> rowOf)
    {
        var lines = ImmutableArray.CreateBuilder<PageLine>();
        var rows = Enumerable.Range(0, blobs.Count).GroupBy(i => rowOf(blobs, i), i => blobs[i]).OrderBy(g => g.Key);
        foreach (var row in rows)
        {
            var strokes = row.SelectMany(b => b.Strokes).Order().ToArray();
            var column = 0;
            foreach (var part in Parts(strokes, ink))
            {
                lines.Add(new PageLine([.. part.Order().Select(i => ink[i])], false, row.Key, column++));
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

    /// <summary>The size most larger strokes have; of dots alone a small part of what they span.</summary>
    private static float SizeOfWriting(ImmutableArray<PlacedStroke> ink)
    {
        var sizes = ink.Select(s => Math.Max(s.Stroke.Bounds.Width, s.Stroke.Bounds.Height)).Order().ToArray();
        var box = InkBounds.Of(ink.Select(s => s.Stroke));
        return Math.Max(Math.Max(sizes[(sizes.Length - 1) * 3 / 4], 0.01f * Math.Max(box.Width, box.Height)), 1e-3f);
    }
}
