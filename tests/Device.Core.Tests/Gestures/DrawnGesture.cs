using System.Numerics;
using Device.Core.Gestures;
using Device.Core.Ink;

namespace Device.Core.Tests.Gestures;

/// <summary>Gestures as hands draw them around, under, over or between writing, from a seed.</summary>
internal sealed class DrawnGesture(Random random)
{
    /// <summary>Draws a gesture.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="box">The writing that is meant; for insert, join and split the gap, as high as the line.</param>
    internal Stroke Draw(InkGestureKind kind, InkBounds box) => Shaken(
        kind switch
        {
            InkGestureKind.ScratchOut => Zigzag(box),
            InkGestureKind.Circle => Ring(box),
            InkGestureKind.Underline => [Foot(box, box.Left - In(-0.05f, 0.2f)), Foot(box, box.Right + In(-0.05f, 0.2f))],
            InkGestureKind.Insert => Caret(box),
            InkGestureKind.Join => Bow(box),
            _ => Bar(box),
        },
        box.Height);

    private float In(float low, float high) => low + (random.NextSingle() * (high - low));

    private Vector2[] Zigzag(InkBounds box)
    {
        var isTall = box.Width > 2 * box.Height && random.Next(2) == 0;
        var points = new Vector2[random.Next(7, 12)];
        for (var i = 0; i < points.Length; i++)
        {
            var along = i / (points.Length - 1f);
            var over = In(0, 0.1f) * box.Height;
            points[i] = isTall
                ? new Vector2(box.Left + (box.Width * along), i % 2 == 0 ? box.Top - over : box.Bottom + over)
                : new Vector2(i % 2 == 0 ? box.Left - over : box.Right + over, box.Top + (box.Height * (0.1f + (0.8f * along))));
        }

        return points;
    }

    private Vector2[] Ring(InkBounds box)
    {
        var (start, turn, size) = (In(0, MathF.Tau), MathF.Tau + In(-0.2f, 0.4f), In(1.25f, 1.35f) / 2);
        var direction = random.Next(2) == 0 ? 1 : -1;
        return [.. Enumerable.Range(0, 41).Select(i => start + (direction * turn * i / 40)).Select(a => new Vector2(box.CentreX + (size * box.Width * Full(MathF.Cos(a))), box.CentreY + (size * box.Height * Full(MathF.Sin(a)))))];

        // Fuller than an ellipse, as rings around words are.
        static float Full(float v) => MathF.Sign(v) * MathF.Pow(MathF.Abs(v), 0.6f);
    }

    private Vector2 Foot(InkBounds box, float x) => new(x, box.Bottom + (In(0.05f, 0.3f) * box.Height));

    private Vector2[] Caret(InkBounds box)
    {
        var (size, apex) = (In(0.5f, 1) * box.Height, new Vector2(box.CentreX, box.Bottom + (In(-0.15f, 0.15f) * box.Height)));
        Vector2[] points = [apex + new Vector2(-0.35f * size, size), apex, apex + new Vector2(0.35f * size, size * In(0.85f, 1.1f))];
        return random.Next(2) == 0 ? points : [.. points.Reverse()];
    }

    private Vector2[] Bow(InkBounds box)
    {
        var width = box.Width + (In(0.6f, 1) * box.Height);
        var (depth, y) = (In(0.25f, 0.45f) * width, box.Bottom - (In(0, 0.08f) * width));
        return [.. Enumerable.Range(0, 21).Select(i => i / 20f).Select(t => new Vector2(box.CentreX + ((t - 0.5f) * width), y + (depth * 4 * t * (1 - t))))];
    }

    private Vector2[] Bar(InkBounds box)
    {
        var lean = In(-0.1f, 0.1f) * box.Height;
        return [new(box.CentreX - lean, box.Top - (In(0.35f, 0.6f) * box.Height)), new(box.CentreX + lean, box.Bottom + (In(0.35f, 0.6f) * box.Height))];
    }

    /// <summary>A point about every twentieth of the line's height, each off by up to a hundredth and a half.</summary>
    private Stroke Shaken(Vector2[] corners, float height)
    {
        var points = new List<InkPoint>();
        for (var i = 0; i < corners.Length; i++)
        {
            var from = corners[Math.Max(i - 1, 0)];
            var steps = Math.Max(1, (int)(Vector2.Distance(from, corners[i]) / (0.05f * height)));
            for (var k = 1; k <= steps; k++)
            {
                var at = Vector2.Lerp(from, corners[i], k / (float)steps);
                points.Add(new InkPoint(at.X + (In(-0.015f, 0.015f) * height), at.Y + (In(-0.015f, 0.015f) * height), 0, 0.5f));
            }
        }

        return new Stroke([.. points]);
    }
}
