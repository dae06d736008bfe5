namespace Device.Core.Ink;

/// <summary>A box around ink, in the ink's own unit. Both ends are inside.</summary>
/// <param name="Left">Smallest x.</param>
/// <param name="Top">Smallest y.</param>
/// <param name="Right">Largest x.</param>
/// <param name="Bottom">Largest y.</param>
public readonly record struct InkBounds(float Left, float Top, float Right, float Bottom)
{
    /// <summary>Width, 0 or more.</summary>
    public float Width => Right - Left;

    /// <summary>Height, 0 or more.</summary>
    public float Height => Bottom - Top;

    /// <summary>The middle in x.</summary>
    public float CentreX => (Left + Right) / 2;

    /// <summary>The middle in y.</summary>
    public float CentreY => (Top + Bottom) / 2;

    /// <summary>The box around points.</summary>
    /// <param name="points">At least one point.</param>
    /// <returns>The smallest box that holds every point.</returns>
    public static InkBounds Of(ReadOnlySpan<InkPoint> points)
    {
        var box = new InkBounds(points[0].X, points[0].Y, points[0].X, points[0].Y);
        foreach (var point in points[1..])
        {
            box = new(
                Math.Min(box.Left, point.X), Math.Min(box.Top, point.Y), Math.Max(box.Right, point.X), Math.Max(box.Bottom, point.Y));
        }

        return box;
    }

    /// <summary>The box around strokes.</summary>
    /// <param name="strokes">At least one stroke.</param>
    /// <returns>The smallest box that holds every stroke's points.</returns>
    public static InkBounds Of(IEnumerable<Stroke> strokes) => Of(strokes.Select(s => s.Bounds));

    /// <summary>The box around boxes.</summary>
    /// <param name="boxes">At least one box.</param>
    /// <returns>The smallest box that holds every box.</returns>
    public static InkBounds Of(IEnumerable<InkBounds> boxes) => boxes.Aggregate((a, b) => a.Union(b));

    /// <summary>The box around this box and another.</summary>
    /// <param name="other">The other box.</param>
    /// <returns>The smallest box that holds both.</returns>
    public InkBounds Union(InkBounds other) => new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
}
