using System.Collections.Immutable;
using System.Numerics;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Gestures;

/// <summary>The gestures that are about a line of writing: underline, insert, join and split.</summary>
internal static class LineGestures
{
    internal static InkGesture? Recognize(StrokeForm form, ImmutableArray<PlacedStroke> ink) =>
        Underline(form, ink) ?? Split(form, ink) ?? Insert(form, ink) ?? Join(form, ink);

    /// <summary>Whether two segments cross.</summary>
    internal static bool Cross(Vector2 a, Vector2 b, Vector2 c, Vector2 d) =>
        Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static float Side(Vector2 a, Vector2 b, Vector2 p) => ((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X));

    private static InkGesture? Underline(StrokeForm form, ImmutableArray<PlacedStroke> ink)
    {
        var width = form.Box.Width;
        if (form.Straightness < 0.92f || form.Box.Height > 0.15f * width)
        {
            return null;
        }

        // What stands on the line: its foot near it, its middle above it, and no wider than it.
        var y = form.Box.CentreY;
        var above = ink.Where(s => s.Stroke.Bounds is var b && b.CentreX > form.Box.Left - (0.05f * width) && b.CentreX < form.Box.Right + (0.05f * width)
            && b.Width < 1.1f * width && b.CentreY < y && b.Bottom < y + (0.08f * width) && b.Top > y - width).ToImmutableArray();
        if (above.IsEmpty)
        {
            return null;
        }

        var pieces = Pieces(above.Select(s => s.Stroke.Bounds));
        var height = pieces.Max(p => p.Height);
        var foot = pieces.Max(p => p.Bottom);
        var covered = pieces.Sum(p => Math.Max(0, Math.Min(p.Right, form.Box.Right) - Math.Max(p.Left, form.Box.Left)));
        var isWide = width >= (pieces.Count >= 3 ? 2.6f : 3.5f) * height && width >= 1.8f * UsualHeight(form.Box, ink);
        var isWriting = height >= 0.15f * width || pieces.Count >= 3;
        return isWide && isWriting && covered >= 0.6f * width && foot > y - (0.7f * height) && height >= InkGestures.Smallest / 2
            ? new InkGesture(InkGestureKind.Underline, above, form.Box.CentreX, y)
            : null;
    }

    /// <summary>The height that three in four pieces of the row do not exceed, over five widths to both sides.</summary>
    private static float UsualHeight(InkBounds line, ImmutableArray<PlacedStroke> ink)
    {
        var (width, y) = (line.Width, line.CentreY);
        var row = Pieces(ink.Select(s => s.Stroke.Bounds).Where(b => b.CentreY < y && b.Bottom > y - (0.7f * width) && b.Top > y - (1.2f * width)
            && b.Right > line.Left - (5 * width) && b.Left < line.Right + (5 * width))).Select(p => p.Height).Order().ToArray();
        return row.Length == 0 ? 0 : row[(row.Length - 1) * 3 / 4];
    }

    private static InkGesture? Split(StrokeForm form, ImmutableArray<PlacedStroke> ink)
    {
        var height = form.Box.Height;
        if (form.Straightness < 0.95f || form.Box.Width > 0.27f * height)
        {
            return null;
        }

        var (x, across) = (form.Box.CentreX, ImmutableArray.CreateBuilder<PlacedStroke>());
        foreach (var stroke in ink.Where(s => s.Stroke.Bounds is var b && b.Left < form.Box.Right && b.Right > form.Box.Left && b.Top < form.Box.Bottom && b.Bottom > form.Box.Top))
        {
            var line = StrokeForm.Of(stroke.Stroke).Points;
            if (!Enumerable.Range(1, line.Length - 1).Any(i => Cross(form.First, form.Last, line[i - 1], line[i])))
            {
                continue;
            }

            // Only a word written in one stroke may be cut: it goes on to both sides and is high, but not as high as the line.
            var box = stroke.Stroke.Bounds;
            if (x - box.Left < 0.9f * height || box.Right - x < 0.9f * height || !IsPiece(box, form.Box))
            {
                return null;
            }

            across.Add(stroke);
        }

        if (across.Count > 0)
        {
            return new InkGesture(InkGestureKind.Split, across.ToImmutable(), x, form.Box.CentreY);
        }

        return Beside(form.Box, ink, height, b => b.CentreX < x, b => b.CentreX > x) is { } beside && IsPiece(beside.Left, form.Box) && IsPiece(beside.Right, form.Box)
            && beside.Right.Left - beside.Left.Right < height
            ? new InkGesture(InkGestureKind.Split, beside.Hits, x, form.Box.CentreY)
            : null;
    }

    /// <summary>Writing that a vertical line stands out of, above and below.</summary>
    private static bool IsPiece(InkBounds piece, InkBounds line) =>
        piece.Height >= 0.35f * line.Height && piece.Height <= 0.66f * line.Height
        && piece.Top > line.Top + (0.08f * line.Height) && piece.Bottom < line.Bottom - (0.08f * line.Height);

    private static InkGesture? Insert(StrokeForm form, ImmutableArray<PlacedStroke> ink)
    {
        var top = Array.IndexOf(form.Points, form.Points.MinBy(p => p.Y));
        if (top < StrokeForm.Count / 5 || top > StrokeForm.Count * 4 / 5)
        {
            return null;
        }

        var (apex, size) = (form.Points[top], Math.Max(form.Box.Width, form.Box.Height));
        var (left, right) = form.First.X < form.Last.X ? (form.First, form.Last) : (form.Last, form.First);
        var isStraight = Vector2.Distance(form.First, apex) + Vector2.Distance(form.Last, apex) > 0.94f * form.Length;
        var angle = MathF.Acos(Math.Clamp(Vector2.Dot(Vector2.Normalize(left - apex), Vector2.Normalize(right - apex)), -1, 1)) * 180 / MathF.PI;
        if (!isStraight || angle is < 20 or > 100 || left.X > apex.X || right.X < apex.X || form.Box.Height < 0.45f * size || Math.Abs(left.Y - right.Y) > 0.5f * form.Box.Height)
        {
            return null;
        }

        // It points from below at the foot of a line that goes on to both sides, and no writing stands beside it.
        var near = ink.Where(s => Math.Abs(s.Stroke.Bounds.Bottom - apex.Y) < 0.6f * size).ToImmutableArray();
        if (Beside(form.Box with { Top = apex.Y - size, Bottom = apex.Y }, near, 3 * size, b => b.CentreX < apex.X, b => b.CentreX > apex.X) is not { } beside)
        {
            return null;
        }

        var height = Math.Max(beside.Left.Height, beside.Right.Height);
        var foot = Math.Max(beside.Left.Bottom, beside.Right.Bottom);
        var isFree = !ink.Any(s => s.Stroke.Bounds is var b && b.CentreY > foot + (0.1f * size) && b.CentreY < form.Box.Bottom + (0.3f * size) && Math.Abs(b.CentreX - apex.X) < 4 * size);
        return isFree && height >= 0.6f * size && height <= 4 * size && form.Box.Bottom > foot + (0.3f * form.Box.Height) && apex.Y > foot - (0.6f * size)
            && beside.Left.Right < apex.X + (0.3f * size) && beside.Right.Left > apex.X - (0.3f * size)
            ? new InkGesture(InkGestureKind.Insert, beside.Hits, apex.X, apex.Y)
            : null;
    }

    private static InkGesture? Join(StrokeForm form, ImmutableArray<PlacedStroke> ink)
    {
        var (left, right) = form.First.X < form.Last.X ? (form.First, form.Last) : (form.Last, form.First);
        var (width, bottom) = (right.X - left.X, form.Box.Bottom);
        var rise = Math.Min(bottom - left.Y, bottom - right.Y);
        var isBow = width > 0.9f * form.Box.Width && form.Length < 1.6f * width && rise >= 0.12f * width && rise <= 0.7f * width
            && Math.Abs(left.Y - right.Y) < 0.3f * width && Math.Abs(form.Turning()) is > 50 and < 200 && form.Box.Top > Math.Min(left.Y, right.Y) - (0.05f * width);
        if (!isBow)
        {
            return null;
        }

        var middle = form.Box.CentreX;
        var near = ink.Where(s => s.Stroke.Bounds is var b && b.Bottom > Math.Min(left.Y, right.Y) - (0.6f * width) && b.Bottom < bottom + (0.1f * width)).ToImmutableArray();
        if (Beside(form.Box with { Top = left.Y - width }, near, 0.75f * width, b => b.CentreX < middle, b => b.CentreX > middle) is not { } beside)
        {
            return null;
        }

        var gap = beside.Right.Left - beside.Left.Right;
        var foot = Math.Max(beside.Left.Bottom, beside.Right.Bottom);
        return gap > 0.2f * width && bottom > foot && left.X < beside.Left.Right && right.X > beside.Right.Left
            && Math.Min(beside.Left.Height, beside.Right.Height) >= 0.2f * width
            ? new InkGesture(InkGestureKind.Join, beside.Hits, middle, bottom)
            : null;
    }

    /// <summary>The pieces of writing next to a place on either side at its height, with the strokes that are them.</summary>
    private static (InkBounds Left, InkBounds Right, ImmutableArray<PlacedStroke> Hits)? Beside(
        InkBounds at, ImmutableArray<PlacedStroke> ink, float reach, Func<InkBounds, bool> isLeft, Func<InkBounds, bool> isRight)
    {
        var row = ink.Where(s => s.Stroke.Bounds is var b && b.Top < at.Bottom && b.Bottom > at.Top && b.Right > at.Left - reach && b.Left < at.Right + reach).ToArray();
        var pieces = Pieces(row.Select(s => s.Stroke.Bounds));
        var (lefts, rights) = (pieces.Where(isLeft).ToArray(), pieces.Where(isRight).ToArray());
        if (lefts.Length == 0 || rights.Length == 0)
        {
            return null;
        }

        var (left, right) = (lefts.MaxBy(p => p.Right), rights.MinBy(p => p.Left));
        return (left, right, [.. row.Where(s => s.Stroke.Bounds.CentreX is var x && ((x >= left.Left && x <= left.Right) || (x >= right.Left && x <= right.Right)))]);
    }

    /// <summary>Boxes over each other, from left to right.</summary>
    private static List<InkBounds> Pieces(IEnumerable<InkBounds> boxes)
    {
        var pieces = new List<InkBounds>();
        foreach (var box in boxes.OrderBy(b => b.Left))
        {
            if (pieces.Count > 0 && box.Left <= pieces[^1].Right)
            {
                pieces[^1] = pieces[^1].Union(box);
            }
            else
            {
                pieces.Add(box);
            }
        }

        return pieces;
    }
}
