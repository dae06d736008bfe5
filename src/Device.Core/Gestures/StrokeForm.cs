using System.Numerics;
using Device.Core.Ink;

namespace Device.Core.Gestures;

/// <summary>A stroke's form: what gestures are told apart by.</summary>
internal sealed class StrokeForm
{
    /// <summary>Points at equal distances along the stroke.</summary>
    internal const int Count = 96;

    private StrokeForm(Vector2[] points, float length, InkBounds box) => (Points, Length, Box) = (points, length, box);

    internal Vector2[] Points { get; }

    /// <summary>Length of the way.</summary>
    internal float Length { get; }

    internal InkBounds Box { get; }

    internal float Diagonal => MathF.Sqrt((Box.Width * Box.Width) + (Box.Height * Box.Height));

    internal Vector2 First => Points[0];

    internal Vector2 Last => Points[^1];

    /// <summary>Distance of the ends over the length: 1 for a straight line.</summary>
    internal float Straightness => Length > 0 ? Vector2.Distance(First, Last) / Length : 0;

    internal static StrokeForm Of(Stroke stroke)
    {
        var points = EvenPoints.Of([.. stroke.Points.Select(p => new Vector2(p.X, p.Y))], Count);

        // A digitiser's noise lengthens the way from sample to sample; from point to point it hardly does.
        var smooth = 0f;
        for (var k = 1; k < Count; k++)
        {
            smooth += Vector2.Distance(points[k - 1], points[k]);
        }

        return new StrokeForm(points, smooth, stroke.Bounds);
    }

    /// <summary>How often the way turns back, measured along its long and its short axis, whichever is more; turns below a fifth of the extent do not count.</summary>
    internal int Reversals()
    {
        var middle = Points.Aggregate(Vector2.Zero, (a, p) => a + p) / Count;
        float xx = 0, xy = 0, yy = 0;
        foreach (var p in Points)
        {
            var d = p - middle;
            (xx, xy, yy) = (xx + (d.X * d.X), xy + (d.X * d.Y), yy + (d.Y * d.Y));
        }

        var angle = MathF.Atan2(2 * xy, xx - yy) / 2;
        var axis = new Vector2(MathF.Cos(angle), MathF.Sin(angle));
        return Math.Max(ReversalsAlong(axis), ReversalsAlong(new Vector2(-axis.Y, axis.X)));
    }

    /// <summary>Sum of the turns in degrees; a ring has 360 or -360.</summary>
    internal float Turning()
    {
        var sum = 0f;
        const int Step = 4;
        for (var i = Step; i + Step < Count; i += Step)
        {
            var (a, b) = (Points[i] - Points[i - Step], Points[i + Step] - Points[i]);
            sum += MathF.Atan2((a.X * b.Y) - (a.Y * b.X), Vector2.Dot(a, b));
        }

        return sum * 180 / MathF.PI;
    }

    /// <summary>Area inside the way, its ends joined.</summary>
    internal float Area()
    {
        var sum = 0f;
        for (var i = 0; i < Count; i++)
        {
            var (a, b) = (Points[i] - First, Points[(i + 1) % Count] - First);
            sum += (a.X * b.Y) - (a.Y * b.X);
        }

        return Math.Abs(sum) / 2;
    }

    /// <summary>Whether a point is inside a closed line (even-odd rule).</summary>
    internal static bool IsInside(IReadOnlyList<Vector2> ring, Vector2 p)
    {
        var inside = false;
        for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
        {
            if (ring[i].Y > p.Y != ring[j].Y > p.Y && p.X < ((ring[j].X - ring[i].X) * (p.Y - ring[i].Y) / (ring[j].Y - ring[i].Y)) + ring[i].X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>The convex hull (Andrew's monotone chain).</summary>
    internal List<Vector2> Hull()
    {
        var sorted = Points.OrderBy(p => p.X).ThenBy(p => p.Y).ToArray();
        var hull = new List<Vector2>();
        foreach (var half in new[] { sorted, [.. sorted.Reverse()] })
        {
            var start = hull.Count;
            foreach (var p in half)
            {
                while (hull.Count >= start + 2 && Cross(hull[^2], hull[^1], p) <= 0)
                {
                    hull.RemoveAt(hull.Count - 1);
                }

                hull.Add(p);
            }

            hull.RemoveAt(hull.Count - 1);
        }

        return hull;
    }

    private static float Cross(Vector2 o, Vector2 a, Vector2 b) => ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));

    private int ReversalsAlong(Vector2 axis)
    {
        var (low, high) = (Points.Min(p => Vector2.Dot(p, axis)), Points.Max(p => Vector2.Dot(p, axis)));
        var threshold = (high - low) / 5;
        var (count, direction, extreme) = (0, 0, Vector2.Dot(First, axis));
        foreach (var p in Points)
        {
            var at = Vector2.Dot(p, axis);
            if (direction == 0)
            {
                direction = Math.Abs(at - extreme) > threshold ? Math.Sign(at - extreme) : 0;
                extreme = direction == 0 ? extreme : at;
            }
            else if ((at - extreme) * direction >= 0)
            {
                extreme = at;
            }
            else if (Math.Abs(at - extreme) > threshold)
            {
                (count, direction, extreme) = (count + 1, -direction, at);
            }
        }

        return count;
    }
}
