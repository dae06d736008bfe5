using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Screen.Frames;
using Device.Screen.Layout;

namespace Device.Screen.Drawing;

/// <summary>Draws strokes with a width that follows the pressure.</summary>
internal static class InkPainter
{
    internal static void Paint(GreyFrame frame, PageMapping page, ImmutableArray<Stroke> strokes)
    {
        foreach (var stroke in strokes)
        {
            var box = page.ToPixels(stroke.Bounds).Inflate(2 + (int)(stroke.Width * page.Scale));
            if (stroke.Tool == PenTool.Tip && !box.Intersect(page.Area).IsEmpty)
            {
                Paint(frame, page, stroke);
            }
        }
    }

    private static void Paint(GreyFrame frame, PageMapping page, Stroke stroke)
    {
        var points = stroke.Points.AsSpan();
        var last = NibOf(page, stroke, points[0]);
        if (points.Length == 1)
        {
            InkRaster.Draw(frame, page.Area, last, last, smooth: true);
            return;
        }

        foreach (var point in points[1..])
        {
            var next = NibOf(page, stroke, point);
            InkRaster.Draw(frame, page.Area, last, next, smooth: true);
            last = next;
        }
    }

    private static Nib NibOf(PageMapping page, Stroke stroke, InkPoint point)
    {
        var (x, y) = page.ToPixels(point.X, point.Y);
        return new Nib(x, y, Nib.RadiusOf(stroke.Width, point.Pressure, page.Scale));
    }
}
