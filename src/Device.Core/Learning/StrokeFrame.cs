using System.Numerics;

namespace Device.Core.Learning;

/// <summary>A scale and a shift for each axis, from ink to the reference's box.</summary>
/// <param name="Scale">Factors, above 0.</param>
/// <param name="Shift">What is added after scaling.</param>
internal readonly record struct StrokeFrame(Vector2 Scale, Vector2 Shift)
{
    /// <summary>How strongly a fit keeps the scale it began with, as a variance of points in boxes.</summary>
    private const float Stiffness = 0.01f;

    internal static StrokeFrame Identity => new(Vector2.One, Vector2.Zero);

    internal Vector2 Map(Vector2 p) => (p * Scale) + Shift;

    /// <summary>The frame that lays one box of points on another; a flat one keeps its proportions.</summary>
    internal static StrokeFrame Between(IEnumerable<Vector2> from, IEnumerable<Vector2> to)
    {
        var ((fromLow, fromHigh), (toLow, toHigh)) = (Box(from), Box(to));
        var (a, b) = (Vector2.Max(fromHigh - fromLow, new Vector2(1e-6f)), Vector2.Max(toHigh - toLow, new Vector2(1e-6f)));
        var scale = b / a;
        if (Flatness(a) < 0.25f || Flatness(b) < 0.25f)
        {
            scale = new Vector2(Math.Max(b.X, b.Y) / Math.Max(a.X, a.Y));
        }

        return new StrokeFrame(scale, ((toLow + toHigh) / 2) - ((fromLow + fromHigh) / 2 * scale));
    }

    /// <summary>Least squares over pairs of points, on top of this frame.</summary>
    /// <param name="pairs">Points that this frame has mapped, and where they should be.</param>
    internal StrokeFrame Fit(IReadOnlyList<(Vector2 From, Vector2 To)> pairs)
    {
        if (pairs.Count == 0)
        {
            return this;
        }

        var (from, to) = (Vector2.Zero, Vector2.Zero);
        foreach (var pair in pairs)
        {
            (from, to) = (from + (pair.From / pairs.Count), to + (pair.To / pairs.Count));
        }

        var (both, own) = (new Vector2(Stiffness * pairs.Count), new Vector2(Stiffness * pairs.Count));
        foreach (var pair in pairs)
        {
            var away = pair.From - from;
            (both, own) = (both + (away * (pair.To - to)), own + (away * away));
        }

        var scale = Vector2.Clamp(both / own, new Vector2(0.7f), new Vector2(1.4f));
        return new StrokeFrame(Scale * scale, (Shift * scale) + to - (from * scale));
    }

    private static float Flatness(Vector2 size) => Math.Min(size.X, size.Y) / Math.Max(size.X, size.Y);

    internal static (Vector2 Low, Vector2 High) Box(IEnumerable<Vector2> points)
    {
        var (low, high) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var p in points)
        {
            (low, high) = (Vector2.Min(low, p), Vector2.Max(high, p));
        }

        return (low, high);
    }
}
