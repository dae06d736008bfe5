using System.Numerics;

namespace Device.Core.Ink;

/// <summary>Resamples a line, so that how fast the pen moved and how often it was sampled say nothing. Pure.</summary>
internal static class EvenPoints
{
    /// <summary>Points at equal distances along a line, its ends included.</summary>
    /// <param name="line">At least one point.</param>
    /// <param name="count">How many points are wanted, 2 or more.</param>
    /// <returns>That many points; a line without length gives its last point again and again.</returns>
    internal static Vector2[] Of(IReadOnlyList<Vector2> line, int count)
    {
        var total = 0f;
        for (var i = 1; i < line.Count; i++)
        {
            total += Vector2.Distance(line[i - 1], line[i]);
        }

        var points = new Vector2[count];
        var (segment, passed) = (1, 0f);
        for (var k = 0; k < count; k++)
        {
            var wanted = total * k / (count - 1);
            while (segment < line.Count - 1 && passed + Vector2.Distance(line[segment - 1], line[segment]) < wanted)
            {
                passed += Vector2.Distance(line[segment - 1], line[segment++]);
            }

            var (from, to) = (line[segment - 1], line[Math.Min(segment, line.Count - 1)]);
            var part = Vector2.Distance(from, to);
            points[k] = part > 0 ? Vector2.Lerp(from, to, Math.Clamp((wanted - passed) / part, 0, 1)) : to;
        }

        return points;
    }
}
