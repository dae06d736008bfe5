using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>Strokes of a line that stand over each other and therefore belong to one character.</summary>
/// <param name="First">Place of its first stroke in <see cref="LineInk.Order"/>.</param>
/// <param name="End">One past the place of its last stroke.</param>
/// <param name="Box">The box around them.</param>
internal readonly record struct InkPiece(int First, int End, InkBounds Box);

/// <summary>
/// A line before reading: its strokes from left to right by their middle (so that a late dot or crossing stands with its
/// letter), cut into pieces wherever a cut is thinkable.
/// </summary>
internal sealed class LineInk
{
    /// <summary>A flat stroke wider than this many heights underlines or strikes out and is no character.</summary>
    private const float WidestStroke = 3f;

    /// <summary>Pieces kept for each height of the line's width; a quarter fewer already costs closely written lines their cuts.</summary>
    private const float PiecesPerHeight = 4f;

    private LineInk(int[] order, List<InkPiece> pieces, float[] gaps, LineFrame frame) =>
        (Order, Pieces, Gaps, Frame) = (order, pieces, gaps, frame);

    /// <summary>Indices of the strokes from left to right.</summary>
    internal int[] Order { get; }

    /// <summary>The pieces from left to right.</summary>
    internal List<InkPiece> Pieces { get; }

    /// <summary>Free space before piece i, in the ink's unit, below 0 for overlap; of the first piece 0.</summary>
    internal float[] Gaps { get; }

    /// <summary>A first guess of the baseline and the height.</summary>
    internal LineFrame Frame { get; }

    internal static LineInk Of(ReadOnlySpan<Stroke> strokes, float cutOverlap)
    {
        var boxes = new InkBounds[strokes.Length];
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = Finite(strokes[i].Bounds);
        }

        var frame = Guess(boxes);
        var text = Enumerable.Range(0, boxes.Length).Where(i => !(boxes[i].Width > WidestStroke * frame.Height && boxes[i].Height < frame.Height)).ToArray();
        if (text.Length == 0)
        {
            text = [.. Enumerable.Range(0, boxes.Length)];
        }
        else if (text.Length < boxes.Length)
        {
            frame = Guess([.. text.Select(i => boxes[i])]);
        }

        var order = text.OrderBy(i => boxes[i].CentreX).ThenBy(i => i).ToArray();
        var (pieces, gaps) = Cut(order, boxes, frame.Height, cutOverlap);
        return new LineInk(order, pieces, gaps, frame);
    }

    /// <summary>
    /// Cuts where strokes overlap little enough, and of these places only at the freest when there are more than any
    /// writing needs: time grows with the square of the pieces a character is in.
    /// </summary>
    private static (List<InkPiece> Pieces, float[] Gaps) Cut(int[] order, InkBounds[] boxes, float height, float cutOverlap)
    {
        var gapAfter = GapsAfter(order, boxes);
        var whole = BoxOf(order, boxes, 0, order.Length);
        var most = (int)Math.Min(PiecesPerHeight * whole.Width / height, order.Length) + 2;
        var cuts = Enumerable.Range(0, order.Length - 1).Where(i => gapAfter[i] >= -cutOverlap * height)
            .OrderByDescending(i => gapAfter[i]).ThenBy(i => i).Take(most).Order().Append(order.Length - 1);
        var pieces = new List<InkPiece>();
        var gaps = new List<float> { 0 };
        var first = 0;
        foreach (var cut in cuts)
        {
            pieces.Add(new InkPiece(first, cut + 1, BoxOf(order, boxes, first, cut + 1)));
            gaps.Add(gapAfter[cut]);
            first = cut + 1;
        }

        return (pieces, [.. gaps[..^1]]);
    }

    /// <summary>Free space between all strokes up to each and all strokes after it.</summary>
    private static float[] GapsAfter(int[] order, InkBounds[] boxes)
    {
        var gaps = new float[order.Length];
        var left = float.MaxValue;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            gaps[i] = left;
            left = Math.Min(left, boxes[order[i]].Left);
        }

        var right = float.MinValue;
        for (var i = 0; i < order.Length; i++)
        {
            right = Math.Max(right, boxes[order[i]].Right);
            gaps[i] -= right;
        }

        return gaps;
    }

    private static InkBounds BoxOf(int[] order, InkBounds[] boxes, int first, int end)
    {
        var box = boxes[order[first]];
        for (var i = first + 1; i < end; i++)
        {
            box = box.Union(boxes[order[i]]);
        }

        return box;
    }

    /// <summary>Height between the tenths of upper and lower edges, after the line's slope is taken out.</summary>
    private static LineFrame Guess(InkBounds[] boxes)
    {
        var slope = SlopeOf(boxes);
        var tops = boxes.Select(b => b.Top - (slope * b.CentreX)).Order().ToArray();
        var bottoms = boxes.Select(b => b.Bottom - (slope * b.CentreX)).Order().ToArray();
        var bottom = bottoms[(bottoms.Length - 1) * 9 / 10];
        var height = bottom - tops[tops.Length / 10];
        var largest = boxes.Select(b => Math.Max(b.Width, b.Height)).Order().ElementAt((boxes.Length - 1) * 9 / 10);
        height = Math.Max(height, 0.5f * largest);
        if (!(height > 0))
        {
            height = Math.Max((boxes.Max(b => b.Right) - boxes.Min(b => b.Left)) / boxes.Length, 1e-3f);
        }

        return new LineFrame(bottom, slope, height);
    }

    /// <summary>Least squares through the strokes' middles, only for a line that is clearly wider than high.</summary>
    private static float SlopeOf(InkBounds[] boxes)
    {
        double x = boxes.Average(b => (double)b.CentreX), y = boxes.Average(b => (double)b.CentreY);
        double sxx = boxes.Sum(b => Math.Pow(b.CentreX - x, 2)), sxy = boxes.Sum(b => (b.CentreX - x) * (b.CentreY - y));
        double width = boxes.Max(b => b.Right) - boxes.Min(b => b.Left), height = boxes.Max(b => b.Height);
        return sxx > 0 && width > 5 * height ? (float)Math.Clamp(sxy / sxx, -0.35, 0.35) : 0;
    }

    private static InkBounds Finite(InkBounds box) => new(Finite(box.Left), Finite(box.Top), Finite(box.Right), Finite(box.Bottom));

    private static float Finite(float value) =>
        float.IsNaN(value) ? 0 : Math.Clamp(value, -InkLimits.Coordinate, InkLimits.Coordinate);
}
