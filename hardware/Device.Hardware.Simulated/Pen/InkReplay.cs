using Device.Core.Ink;

namespace Device.Hardware.Simulated.Pen;

/// <summary>
/// Turns labelled ink into the samples that a pen would have sent while writing it into a box on a page. Pure; the samples
/// are made as they are asked for.
/// </summary>
public static class InkReplay
{
    /// <summary>Samples a second where the ink brings no timing.</summary>
    public const int DefaultRate = 200;

    private const float Side = 1000;
    private const float SmallestThousand = 32;
    private const float Speed = 100;
    private const float Gap = 150;
    private const float LongestHover = 2_000;
    private const float DefaultPressure = 0.5f;

    /// <summary>Writes ink into a box.</summary>
    /// <param name="ink">
    /// The ink, in any unit. A character whose coordinates lie in 0 to 1000 keeps its size and place in that square, so that a
    /// comma stays small; another one is made to fit the box. A line is made as high as the box, or as wide if that is smaller,
    /// and starts at the left.
    /// </param>
    /// <param name="box">Where, in the page's millimetres.</param>
    /// <param name="start">Time stamp of the first sample in microseconds.</param>
    /// <param name="rate">Samples a second where the ink brings no timing, and while the pen hovers; 20 to 2,000.</param>
    /// <returns>
    /// Samples with rising time stamps: each stroke's contact, hovering in between, and the pen away at the end. Times are the
    /// ink's own where it has them; else 100 mm/s along the path with 150 ms between strokes. Pressure is ½ where it is unknown.
    /// </returns>
    public static IEnumerable<PenSample> Samples(LabelledInk ink, InkBounds box, long start, int rate = DefaultRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 2_000);
        return ink.Strokes.IsDefaultOrEmpty ? [] : Write(ink, Placement.Of(ink, box), start, rate);
    }

    private static IEnumerable<PenSample> Write(LabelledInk ink, Placement place, long start, int rate)
    {
        var step = 1000f / rate;
        var (clock, last, lastTime) = (-0.001, default(InkPoint?), float.NaN);
        foreach (var stroke in ink.Strokes)
        {
            var points = place.Apply(stroke);
            if (last is { } from)
            {
                var wait = points[0].Time - lastTime is > 0 and var gap ? gap : Gap;
                foreach (var sample in Hover(from, points[0], clock, wait, step, stroke.Tool, start))
                {
                    yield return sample;
                }

                clock += wait;
            }

            var timed = !points.Any(p => float.IsNaN(p.Time)) && (points.Length == 1 || points[^1].Time > points[0].Time);
            var begin = clock;
            foreach (var point in timed ? Recorded(points) : Walked(points, step))
            {
                // Two reports of a recording may carry the same time; a pen's never do.
                clock = Math.Max(begin + point.Time, clock + 0.001);
                yield return Sample(start, clock, point, stroke.Tool, PenPhase.Contact);
            }

            (last, lastTime) = (points[^1], points[^1].Time);
        }

        yield return Sample(start, clock + step, last!.Value with { Pressure = 0 }, ink.Strokes[^1].Tool, PenPhase.Hover);
        yield return Sample(start, clock + (2 * step), last.Value with { Pressure = 0 }, ink.Strokes[^1].Tool, PenPhase.Away);
    }

    private static IEnumerable<PenSample> Hover(InkPoint from, InkPoint to, double clock, float wait, float step, PenTool tool, long start)
    {
        var seen = Math.Min(wait, LongestHover);
        var count = Math.Max(1, (int)(seen / step) - 1);
        for (var i = 1; i <= count; i++)
        {
            var part = i / (count + 1f);
            var point = new InkPoint(from.X + ((to.X - from.X) * part), from.Y + ((to.Y - from.Y) * part), 0, 0);
            yield return Sample(start, clock + (seen * part), point, tool, PenPhase.Hover);
        }
    }

    private static IEnumerable<InkPoint> Recorded(InkPoint[] points) => points.Select(p => p with { Time = p.Time - points[0].Time });

    private static IEnumerable<InkPoint> Walked(InkPoint[] points, float step)
    {
        yield return points[0] with { Time = 0 };
        var (stride, walked, next, time) = (Speed * step / 1000, 0f, Speed * step / 1000, 0f);
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            var length = MathF.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
            for (; next < walked + length; next += stride)
            {
                var part = (next - walked) / length;
                time += step;
                yield return new InkPoint(
                    a.X + ((b.X - a.X) * part), a.Y + ((b.Y - a.Y) * part), time, a.Pressure + ((b.Pressure - a.Pressure) * part));
            }

            walked += length;
        }

        if (points.Length > 1)
        {
            yield return points[^1] with { Time = time + step };
        }
    }

    private static PenSample Sample(long start, double clock, InkPoint point, PenTool tool, PenPhase phase) =>
        new(start + (long)Math.Round(clock * 1000), point.X, point.Y, point.Pressure, 0, 0, tool, phase);

    private readonly record struct Placement(float Scale, float X, float Y)
    {
        internal static Placement Of(LabelledInk ink, InkBounds box)
        {
            var bounds = InkBounds.Of(ink.Strokes);
            var isThousand = ink.Kind == InkKind.Character
                && bounds is { Left: >= 0, Top: >= 0, Right: <= Side, Bottom: <= Side }
                && Math.Max(bounds.Right, bounds.Bottom) >= SmallestThousand;
            var frame = isThousand ? new InkBounds(0, 0, Side, Side) : bounds;
            var scale = Math.Min(Ratio(box.Width, frame.Width), Ratio(box.Height, frame.Height));
            scale = float.IsFinite(scale) ? scale : 0;
            var x = ink.Kind == InkKind.Character
                ? box.CentreX - (frame.CentreX * scale)
                : box.Left - (frame.Left * scale);
            return new Placement(scale, x, box.CentreY - (frame.CentreY * scale));
        }

        internal InkPoint[] Apply(Stroke stroke)
        {
            var (scale, left, top) = (Scale, X, Y);
            return [.. stroke.Points.Select(p => new InkPoint(
                left + (p.X * scale), top + (p.Y * scale), p.Time, float.IsNaN(p.Pressure) ? DefaultPressure : p.Pressure))];
        }

        private static float Ratio(float to, float from) => from > 0 ? to / from : float.PositiveInfinity;
    }
}
