using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>
/// What partial erasure leaves of a stroke: the closed ranges of positive length that the union of the erased ranges does not
/// cover. A stroke of one point has no length: a range that begins at 0 erases it whole. Pure; in whole numbers, so
/// that every machine cuts at the same point.
/// </summary>
internal static class StrokePieces
{
    private static readonly float[] Steps = [InkPoint.StepsPerMillimetre, InkPoint.StepsPerMillisecond, InkPoint.PressureSteps];

    /// <summary>Cuts a stroke. O(ranges · log ranges + points).</summary>
    /// <returns>The pieces in the order of writing; a range of null is the whole stroke.</returns>
    public static IEnumerable<(StrokeRange? Range, Stroke Stroke)> Left(Stroke stroke, IReadOnlyCollection<StrokeRange> erased)
    {
        var end = (stroke.Points.Length - 1) * StrokeRange.PerPoint;
        if (end == 0)
        {
            if (erased.All(e => e.From > 0))
            {
                yield return (null, stroke);
            }

            yield break;
        }

        var at = 0;
        foreach (var range in erased.OrderBy(e => e.From))
        {
            if (range.From >= end)
            {
                break;
            }

            if (range.From > at)
            {
                yield return (new StrokeRange(at, range.From), Cut(stroke, at, range.From));
            }

            at = Math.Max(at, range.To);
        }

        if (at < end)
        {
            yield return at == 0 ? (null, stroke) : (new StrokeRange(at, end), Cut(stroke, at, end));
        }
    }

    private static Stroke Cut(Stroke stroke, int from, int to)
    {
        var points = ImmutableArray.CreateBuilder<InkPoint>(((to - from) / StrokeRange.PerPoint) + 2);
        points.Add(At(stroke, from));
        for (var i = (from / StrokeRange.PerPoint) + 1; i * StrokeRange.PerPoint < to; i++)
        {
            points.Add(stroke.Points[i]);
        }

        points.Add(At(stroke, to));
        return new Stroke(points.ToImmutable(), stroke.Tool, stroke.Width);
    }

    private static InkPoint At(Stroke stroke, int position)
    {
        var (index, part) = Math.DivRem(position, StrokeRange.PerPoint);
        var a = stroke.Points[index];
        if (part == 0)
        {
            return a;
        }

        var b = stroke.Points[index + 1];
        return new InkPoint(
            Between(a.X, b.X, part, Steps[0]), Between(a.Y, b.Y, part, Steps[0]), Between(a.Time, b.Time, part, Steps[1]), Between(a.Pressure, b.Pressure, part, Steps[2]));
    }

    private static float Between(float a, float b, int part, float steps)
    {
        var (from, to) = ((long)Math.Round((double)a * steps), (long)Math.Round((double)b * steps));
        return (((from * (StrokeRange.PerPoint - part)) + (to * part) + (StrokeRange.PerPoint / 2)) >> 8) / steps;
    }
}
