using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>Finds the lines of writing on paper without print.</summary>
internal static class FreeRows
{
    /// <summary>Highest a piece of a line may be, in usual heights of lines.</summary>
    private const float HighestPiece = 0.8f;

    /// <summary>Highest a line with a joined piece may be.</summary>
    private const float HighestJoined = 1.3f;

    /// <summary>Assigns each blob to a line, numbered from the top.</summary>
    /// <param name="blobs">The blobs in the order of writing.</param>
    /// <param name="size">Size of a larger stroke.</param>
    /// <returns>The line of each blob.</returns>
    internal static int[] Of(List<InkBlob> blobs, float size)
    {
        var lines = new List<List<int>>();
        foreach (var i in Enumerable.Range(0, blobs.Count))
        {
            var best = (Line: -1, Distance: float.MaxValue);
            for (var l = 0; l < lines.Count; l++)
            {
                var distance = Distance(BandAt(lines[l], blobs, blobs[i].Box, size), blobs[i].Box, size);
                best = distance < best.Distance ? (l, distance) : best;
            }

            if (best.Line < 0)
            {
                lines.Add([i]);
            }
            else
            {
                lines[best.Line].Add(i);
            }
        }

        Merge(lines, blobs, size);
        Adopt(lines, blobs, size);
        var row = new int[blobs.Count];
        var ordered = lines.OrderBy(l => l.Average(i => (double)blobs[i].Box.CentreY)).ThenBy(l => l[0]).ToArray();
        for (var r = 0; r < ordered.Length; r++)
        {
            ordered[r].ForEach(i => row[i] = r);
        }

        return row;
    }

    /// <summary>The line's upper and lower edge near a place: of what stands within three sizes, else of the nearest.</summary>
    private static (float Top, float Bottom) BandAt(List<int> line, List<InkBlob> blobs, InkBounds at, float size)
    {
        float top = float.MaxValue, bottom = float.MinValue, nearest = float.MaxValue;
        var band = (Top: 0f, Bottom: 0f);
        foreach (var i in line)
        {
            var box = blobs[i].Box;
            var aside = Math.Max(Math.Max(box.Left, at.Left) - Math.Min(box.Right, at.Right), 0);
            if (aside <= 3 * size)
            {
                (top, bottom) = (Math.Min(top, box.Top), Math.Max(bottom, box.Bottom));
            }

            if (aside < nearest)
            {
                (nearest, band) = (aside, (box.Top, box.Bottom));
            }
        }

        return bottom >= top ? (top, bottom) : band;
    }

    /// <summary>How far a box is from a band, in band heights; infinite when it is not of this line.</summary>
    private static float Distance((float Top, float Bottom) band, InkBounds box, float size)
    {
        var height = Math.Max(band.Bottom - band.Top, 0.8f * size);
        var middle = (band.Top + band.Bottom) / 2;
        var overlap = Math.Min(middle + (height / 2), box.Bottom) - Math.Max(middle - (height / 2), box.Top);
        var distance = Math.Abs(box.CentreY - middle) / height;
        var smaller = Math.Min(height, Math.Max(box.Height, 0.2f * size));
        return overlap > 0.5f * smaller || distance < 0.6f ? distance : float.PositiveInfinity;
    }

    /// <summary>Joins lines that turn out to share their height, as when writing began with a low or high mark.</summary>
    private static void Merge(List<List<int>> lines, List<InkBlob> blobs, float size)
    {
        for (var a = 0; a < lines.Count; a++)
        {
            for (var b = lines.Count - 1; b > a; b--)
            {
                if (lines[b].All(i => Distance(BandAt(lines[a], blobs, blobs[i].Box, size), blobs[i].Box, size) < 0.6f))
                {
                    lines[a].AddRange(lines[b]);
                    lines.RemoveAt(b);
                }
            }
        }
    }

    /// <summary>
    /// Joins the pieces of lines, such as the upper parts of the first characters, to the line they complete: together they
    /// must be no higher than lines of this page are.
    /// </summary>
    private static void Adopt(List<List<int>> lines, List<InkBlob> blobs, float size)
    {
        var usual = UsualHeight(lines, blobs, size);
        foreach (var piece in lines.OrderBy(l => l.Sum(i => blobs[i].Strokes.Count)).ThenBy(l => l[0]).ToArray())
        {
            var box = piece.Select(i => blobs[i].Box).Aggregate((a, b) => a.Union(b));
            var best = (Line: default(List<int>), Height: HighestJoined * usual);
            foreach (var line in lines.Where(l => l != piece && IsNear(l, blobs, box, size)))
            {
                var (top, bottom) = BandAt(line, blobs, box, size);
                var height = Math.Max(bottom, box.Bottom) - Math.Min(top, box.Top);
                best = height < best.Height ? (line, height) : best;
            }

            if (best.Line is not null && box.Height < HighestPiece * usual)
            {
                best.Line.AddRange(piece);
                lines.Remove(piece);
            }
        }
    }

    /// <summary>The height of the lines that most strokes are in, each measured where its strokes are.</summary>
    private static float UsualHeight(List<List<int>> lines, List<InkBlob> blobs, float size)
    {
        var heights = lines.SelectMany(l => l.Select(i => (Height: HeightAt(l, i), blobs[i].Strokes.Count))).OrderBy(h => h.Height).ToArray();
        var (half, sum) = (heights.Sum(h => h.Count) / 2, 0);
        return heights.First(h => (sum += h.Count) > half).Height;

        float HeightAt(List<int> line, int blob)
        {
            var (top, bottom) = BandAt(line, blobs, blobs[blob].Box, size);
            return bottom - top;
        }
    }

    private static bool IsNear(List<int> line, List<InkBlob> blobs, InkBounds box, float size) =>
        line.Any(i => Math.Max(blobs[i].Box.Left, box.Left) - Math.Min(blobs[i].Box.Right, box.Right) <= 3 * size);
}
