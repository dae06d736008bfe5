using Device.Core.Ink;

namespace Device.Recognition.Mathematics;

/// <summary>What geometry alone says of a stroke.</summary>
internal static class StrokeShape
{
    /// <summary>Whether a stroke is a nearly straight, nearly level line.</summary>
    internal static bool IsLevel(Stroke stroke) =>
        stroke.Bounds.Width > 0 && stroke.Bounds.Height < 0.36f * stroke.Bounds.Width && Length(stroke) < 1.25f * stroke.Bounds.Width;

    internal static float Length(Stroke stroke)
    {
        var points = stroke.Points;
        var sum = 0f;
        for (var i = 1; i < points.Length; i++)
        {
            sum += Distance(points[i - 1], points[i]);
        }

        return sum;
    }

    /// <summary>Shortest way between two strokes, 0 where they cross.</summary>
    internal static float Distance(Stroke a, Stroke b)
    {
        if (Crosses(a, b))
        {
            return 0;
        }

        var best = float.MaxValue;
        foreach (var p in a.Points)
        {
            foreach (var q in b.Points)
            {
                best = Math.Min(best, Distance(p, q));
            }
        }

        return best;
    }

    /// <summary>The free space between two boxes, 0 where they touch.</summary>
    internal static float Gap(InkBounds a, InkBounds b)
    {
        float dx = Math.Max(0, Math.Max(a.Left - b.Right, b.Left - a.Right)), dy = Math.Max(0, Math.Max(a.Top - b.Bottom, b.Top - a.Bottom));
        return MathF.Sqrt((dx * dx) + (dy * dy));
    }

    internal static bool Crosses(Stroke a, Stroke b)
    {
        if (Gap(a.Bounds, b.Bounds) > 0)
        {
            return false;
        }

        for (var i = 1; i < a.Points.Length; i++)
        {
            for (var j = 1; j < b.Points.Length; j++)
            {
                if (Side(a.Points[i - 1], a.Points[i], b.Points[j - 1]) * Side(a.Points[i - 1], a.Points[i], b.Points[j]) < 0
                    && Side(b.Points[j - 1], b.Points[j], a.Points[i - 1]) * Side(b.Points[j - 1], b.Points[j], a.Points[i]) < 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// The hook of a root sign without most of its line: a stroke that falls to its lowest point, rises to its top and goes on level to the
    /// right. Null for any other stroke.
    /// </summary>
    internal static Stroke? RootHook(Stroke stroke, float em)
    {
        var points = stroke.Points;
        var box = stroke.Bounds;
        if (points.Length < 4 || box.Height < 0.4f * em)
        {
            return null;
        }

        var low = 0;
        for (var i = 1; i < points.Length; i++)
        {
            low = points[i].Y > points[low].Y ? i : low;
        }

        var corner = low;
        while (corner < points.Length - 1 && points[corner].Y > box.Top + (0.22f * box.Height))
        {
            corner++;
        }

        var tail = points[^1].X - points[corner].X;
        if (low == 0 || corner == points.Length - 1 || tail < 0.3f * box.Height || points[corner].X < points[low].X
            || points[corner].X - box.Left > Math.Max(0.8f * box.Height, 0.7f * em))
        {
            return null;
        }

        for (var i = corner; i < points.Length; i++)
        {
            if (points[i].Y > box.Top + Math.Max(0.35f * box.Height, 0.2f * em))
            {
                return null;
            }
        }

        var end = points[corner].X + Math.Min(tail, 0.5f * box.Height);
        return new Stroke([.. points.Where((p, i) => i <= corner || p.X <= end)]);
    }

    internal static Stroke Joined(Stroke first, Stroke second) => new([.. first.Points, .. second.Points]);

    private static float Side(InkPoint a, InkPoint b, InkPoint p) => ((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X));

    private static float Distance(InkPoint a, InkPoint b) => MathF.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
