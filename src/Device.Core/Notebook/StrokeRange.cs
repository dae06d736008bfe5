namespace Device.Core.Notebook;

/// <summary>
/// A part of a stroke between two positions. A position is the number of a point times <see cref="PerPoint"/>, plus
/// 256ths of the way to the next point: it stays the same when the stroke is moved or scaled.
/// </summary>
/// <param name="From">Where it begins, 0 or more.</param>
/// <param name="To">Where it ends, above <paramref name="From"/>, at most <see cref="Most"/>.</param>
public readonly record struct StrokeRange(int From, int To)
{
    /// <summary>Positions from one point to the next.</summary>
    public const int PerPoint = 256;

    /// <summary>A position beyond the last point of every stroke.</summary>
    public const int Most = Ink.InkLimits.PointsPerStroke * PerPoint;
}
