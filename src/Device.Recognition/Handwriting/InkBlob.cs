using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>Strokes written soon after each other and over each other: most of a character, at most a few.</summary>
internal sealed record InkBlob(List<int> Strokes, InkBounds Box)
{
    /// <summary>How many strokes back a stroke looks for the character it continues.</summary>
    private const int Recent = 3;

    /// <summary>Gathers strokes into blobs, in the order of their first strokes.</summary>
    /// <param name="boxes">The strokes' boxes in the order of writing.</param>
    /// <param name="size">Size of a larger stroke, in the ink's unit.</param>
    internal static List<InkBlob> Of(InkBounds[] boxes, float size)
    {
        var blobs = new List<InkBlob>();
        var blobOf = new int[boxes.Length];
        for (var i = 0; i < boxes.Length; i++)
        {
            var box = boxes[i];
            blobOf[i] = -1;
            for (var k = i - 1; k >= Math.Max(0, i - Recent) && blobOf[i] < 0; k--)
            {
                if (Continues(boxes[k], box, size) && Continues(blobs[blobOf[k]].Box, box, size))
                {
                    blobOf[i] = blobOf[k];
                }
            }

            if (blobOf[i] < 0)
            {
                blobOf[i] = blobs.Count;
                blobs.Add(new InkBlob([i], box));
            }
            else
            {
                var blob = blobs[blobOf[i]];
                blob.Strokes.Add(i);
                blobs[blobOf[i]] = blob with { Box = blob.Box.Union(box) };
            }
        }

        return blobs;
    }

    /// <summary>Over or under the other with little between, and not two lines high together.</summary>
    private static bool Continues(InkBounds before, InkBounds box, float size)
    {
        var aside = Math.Max(before.Left, box.Left) - Math.Min(before.Right, box.Right);
        var apart = Math.Max(before.Top, box.Top) - Math.Min(before.Bottom, box.Bottom);
        return aside < 0.1f * size && apart < 0.6f * size && before.Union(box).Height < 2.2f * size;
    }
}
