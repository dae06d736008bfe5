using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>
/// By how much the lines of a page rise or fall: the median way from a piece of writing to those written after it further right.
/// Lines are written in one go, so that this holds however columns stand to each other.
/// </summary>
internal static class PageSkew
{
    /// <summary>Largest turn that is believed, in degrees.</summary>
    internal const float Largest = 12;

    /// <summary>What the lines themselves are found in without a turn.</summary>
    private const float Smallest = 1;

    private const int FewestPairs = 12;
    private const int Ahead = 8;

    /// <summary>Finds the slope.</summary>
    /// <param name="boxes">The strokes' boxes in the order of writing.</param>
    /// <param name="size">Size of a larger stroke.</param>
    /// <returns>Degrees, above 0 where lines fall to the right; 0 when it is small or cannot be told.</returns>
    internal static float Of(InkBounds[] boxes, float size)
    {
        // Dots and commas stand off the middle of the line.
        var pieces = InkBlob.Of(boxes, size).Select(b => b.Box).Where(b => Math.Max(b.Width, b.Height) > 0.5f * size).ToArray();
        var ways = new List<(float Angle, float Weight)>();
        for (var i = 0; i < pieces.Length; i++)
        {
            for (var k = i + 1; k < Math.Min(i + 1 + Ahead, pieces.Length) && pieces[k].CentreX > pieces[k - 1].CentreX && pieces[k].Left - pieces[k - 1].Right < 3 * size; k++)
            {
                var (x, y) = (pieces[k].CentreX - pieces[i].CentreX, pieces[k].CentreY - pieces[i].CentreY);
                if (x > 2 * size && Math.Abs(y) < 0.5f * x)
                {
                    ways.Add((MathF.Atan2(y, x) * 180 / MathF.PI, x));
                }
            }
        }

        if (ways.Count < FewestPairs)
        {
            return 0;
        }

        var (half, sum) = (ways.Sum(w => w.Weight) / 2, 0f);
        var median = ways.OrderBy(w => w.Angle).First(w => (sum += w.Weight) >= half).Angle;
        return Math.Abs(median) is >= Smallest and <= Largest ? median : 0;
    }
}
