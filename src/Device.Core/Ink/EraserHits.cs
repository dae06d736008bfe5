namespace Device.Core.Ink;

/// <summary>Which strokes an eraser touched. Pure.</summary>
public static class EraserHits
{
    /// <summary>Radius of the eraser's end in millimetres.</summary>
    public const float Radius = 1.5f;

    /// <summary>Whether an eraser's way comes near a stroke.</summary>
    /// <param name="eraser">The eraser's way, in millimetres.</param>
    /// <param name="stroke">The stroke, in millimetres.</param>
    /// <returns>True when some segment of one comes within <see cref="Radius"/> plus half the stroke's width of the other. O(n·m) after a box test.</returns>
    public static bool Touches(Stroke eraser, Stroke stroke)
    {
        var reach = Radius + (stroke.Width / 2);
        var (a, b) = (eraser.Bounds, stroke.Bounds);
        if (a.Left > b.Right + reach || a.Right < b.Left - reach || a.Top > b.Bottom + reach || a.Bottom < b.Top - reach)
        {
            return false;
        }

        var way = eraser.Points.AsSpan();
        var line = stroke.Points.AsSpan();
        for (var i = 0; i < way.Length; i++)
        {
            var from = way[Math.Max(i - 1, 0)];
            for (var j = 0; j < line.Length; j++)
            {
                if (SquaredDistance(from, way[i], line[Math.Max(j - 1, 0)], line[j]) <= reach * reach)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Two segments that cross are at distance 0; otherwise one of the four ends is nearest.</summary>
    private static float SquaredDistance(InkPoint a, InkPoint b, InkPoint c, InkPoint d)
    {
        if (Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0)
        {
            return 0;
        }

        return Math.Min(Math.Min(ToSegment(a, c, d), ToSegment(b, c, d)), Math.Min(ToSegment(c, a, b), ToSegment(d, a, b)));
    }

    private static float Side(InkPoint a, InkPoint b, InkPoint p) => ((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X));

    private static float ToSegment(InkPoint p, InkPoint a, InkPoint b)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = (dx * dx) + (dy * dy);
        var t = length > 0 ? Math.Clamp((((p.X - a.X) * dx) + ((p.Y - a.Y) * dy)) / length, 0, 1) : 0;
        var (x, y) = (p.X - (a.X + (t * dx)), p.Y - (a.Y + (t * dy)));
        return (x * x) + (y * y);
    }
}
