using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>What the pen drew between touching and lifting. Immutable; equal when every point is equal.</summary>
public sealed class Stroke : IEquatable<Stroke>
{
    /// <summary>Width of a pen line where nothing else is said, in millimetres.</summary>
    public const float DefaultWidth = 0.5f;

    /// <summary>The nearest width that storage keeps exactly: whole steps of <see cref="InkPoint.StepsPerMillimetre"/>, at least one.</summary>
    /// <param name="width">Millimetres, above 0, at most 64.</param>
    /// <returns>Millimetres.</returns>
    /// <exception cref="ArgumentException">The width is out of range.</exception>
    public static float QuantiseWidth(float width)
    {
        CheckWidth(width);
        return Math.Max(1, MathF.Round(width * InkPoint.StepsPerMillimetre)) / InkPoint.StepsPerMillimetre;
    }

    /// <summary>Makes a stroke.</summary>
    /// <param name="points">1 to <see cref="InkLimits.PointsPerStroke"/> points in the order of writing.</param>
    /// <param name="tool">Which end of the pen wrote it.</param>
    /// <param name="width">Nominal line width in millimetres, above 0, at most 64.</param>
    /// <exception cref="ArgumentException">The stroke is empty, too long or of no width.</exception>
    public Stroke(ImmutableArray<InkPoint> points, PenTool tool = PenTool.Tip, float width = DefaultWidth)
    {
        if (points.IsDefaultOrEmpty || points.Length > InkLimits.PointsPerStroke)
        {
            throw new ArgumentException(
                $"a stroke has 1 to {InkLimits.PointsPerStroke} points, not {(points.IsDefault ? 0 : points.Length)}", nameof(points));
        }

        CheckWidth(width);
        Points = points;
        Tool = tool;
        Width = width;
        Bounds = InkBounds.Of(points.AsSpan());
    }

    /// <summary>The points in the order of writing; never empty.</summary>
    public ImmutableArray<InkPoint> Points { get; }

    /// <summary>Which end of the pen wrote it.</summary>
    public PenTool Tool { get; }

    /// <summary>Nominal line width in millimetres.</summary>
    public float Width { get; }

    /// <summary>The box around the points, without the line's width.</summary>
    public InkBounds Bounds { get; }

    /// <inheritdoc/>
    public bool Equals(Stroke? other) =>
        other is not null && Tool == other.Tool && Width.Equals(other.Width) && Points.AsSpan().SequenceEqual(other.Points.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Stroke);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Points.Length, Points[0], Points[^1], Tool, Width);

    private static void CheckWidth(float width)
    {
        if (!(width is > 0 and <= 64))
        {
            throw new ArgumentException($"a stroke is above 0 and at most 64 mm wide, not {width}", nameof(width));
        }
    }
}
