using System.Numerics;
using Device.Core.Ink;

namespace Device.Core.Learning;

/// <summary>A stroke as points at equal distances along it, with the direction at each.</summary>
internal sealed class StrokePath
{
    /// <summary>Points of a path.</summary>
    internal const int Count = 20;

    /// <summary>What the opposite direction at a point costs, in boxes.</summary>
    private const float DirectionWeight = 0.2f;

    private readonly Vector2[] _directions = new Vector2[Count];

    private StrokePath(Vector2[] points)
    {
        Points = points;
        for (var i = 0; i < Count; i++)
        {
            var way = points[Math.Min(i + 1, Count - 1)] - points[Math.Max(i - 1, 0)];
            var length = way.Length();
            _directions[i] = length > 1e-6f ? way / length : Vector2.Zero;
        }
    }

    internal Vector2[] Points { get; }

    internal Vector2 Centre => Points.Aggregate(Vector2.Zero, (sum, p) => sum + p) / Count;

    internal StrokePath Reversed() => new([.. Points.Reverse()]);

    internal StrokePath Map(Func<Vector2, Vector2> map) => new([.. Points.Select(map)]);

    /// <summary>Resamples a line.</summary>
    internal static StrokePath Of(IReadOnlyList<Vector2> line) => new(EvenPoints.Of(line, Count));

    /// <summary>
    /// How far another path is by dynamic time warping (Sakoe and Chiba 1978): the mean over the warped pairs of distance and
    /// <see cref="DirectionWeight"/> times half of one minus the cosine between the directions. Symmetric; 0 for equal paths.
    /// </summary>
    internal float Distance(StrokePath other)
    {
        Span<float> before = stackalloc float[Count];
        Span<float> row = stackalloc float[Count];
        Span<int> stepsBefore = stackalloc int[Count];
        Span<int> steps = stackalloc int[Count];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < Count; j++)
            {
                var cost = Vector2.Distance(Points[i], other.Points[j]) + (DirectionWeight * (1 - Vector2.Dot(_directions[i], other._directions[j])) / 2);
                var (best, count) = i == 0 && j == 0 ? (0f, 0) : (float.MaxValue, 0);
                if (i > 0 && j > 0)
                {
                    (best, count) = (before[j - 1], stepsBefore[j - 1]);
                }

                if (i > 0 && before[j] < best)
                {
                    (best, count) = (before[j], stepsBefore[j]);
                }

                if (j > 0 && row[j - 1] < best)
                {
                    (best, count) = (row[j - 1], steps[j - 1]);
                }

                (row[j], steps[j]) = (best + cost, count + 1);
            }

            row.CopyTo(before);
            steps.CopyTo(stepsBefore);
        }

        return before[Count - 1] / stepsBefore[Count - 1];
    }
}
