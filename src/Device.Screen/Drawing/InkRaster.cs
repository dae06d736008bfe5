using System.Numerics;
using Device.Core.Screen;
using Device.Screen.Frames;

namespace Device.Screen.Drawing;

/// <summary>
/// Draws pieces of ink: the area that a round nib covers on its way from one point to the next. Ink only darkens, so pieces
/// that overlap leave no seam and what lies under stays. Allocates nothing; time is linear in the area drawn. Pure.
/// </summary>
internal static class InkRaster
{
    /// <summary>Draws a piece.</summary>
    /// <param name="frame">Where.</param>
    /// <param name="clip">The pixels that may change.</param>
    /// <param name="from">The nib at the start.</param>
    /// <param name="to">The nib at the end.</param>
    /// <param name="smooth">True for edges in greys by how much of a pixel is covered; false for black where that is half or more.</param>
    /// <returns>A region that holds every pixel that was darkened.</returns>
    internal static PixelRect Draw(GreyFrame frame, PixelRect clip, Nib from, Nib to, bool smooth)
    {
        var darkened = 0L;
        return Draw(frame, clip, from, to, smooth, ref darkened);
    }

    /// <summary>As <see cref="Draw(GreyFrame, PixelRect, Nib, Nib, bool)"/>, and counts the pixels that became black; only without smooth edges.</summary>
    internal static PixelRect Draw(GreyFrame frame, PixelRect clip, Nib from, Nib to, bool smooth, ref long darkened)
    {
        var reach = Math.Max(from.Radius, to.Radius) + (smooth ? 0.5f : 0);
        var area = Area(clip.Intersect(frame.Bounds), from, to, reach);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = MathF.Sqrt((dx * dx) + (dy * dy));
        if (length < MathF.Abs(to.Radius - from.Radius) + 0.001f)
        {
            // The larger mark holds the smaller one.
            from = from.Radius > to.Radius ? from : to;
            (dx, dy, length) = (0, 0, 0);
            to = from;
        }

        var piece = Piece.Of(dx, dy, length, from.Radius, to.Radius - from.Radius);
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var py = y + 0.5f - from.Y;
            var (left, right) = (area.X, area.Right);
            if (Math.Abs(dy) > 0.5f)
            {
                // Only where the row crosses the band around the line.
                var (middle, half) = (from.X + (py * dx / dy), Math.Abs(reach * length / dy) + 1);
                left = Math.Max(left, Floor(middle - half, area));
                right = Math.Min(right, Floor(middle + half, area) + 1);
            }

            if (left < right)
            {
                var row = frame.Row(y)[left..right];
                if (smooth)
                {
                    SmoothRow(row, left + 0.5f - from.X, py, piece);
                }
                else
                {
                    darkened += HardRow(row, left + 0.5f - from.X, py, piece);
                }
            }
        }

        return area;
    }

    private static void SmoothRow(Span<byte> row, float px, float py, in Piece piece)
    {
        Span<int> greys = stackalloc int[Vector<int>.Count];
        var (full, zero, one) = (new Vector<float>(255), Vector<float>.Zero, Vector<float>.One);
        for (var start = 0; start < row.Length; start += Vector<float>.Count)
        {
            var (distance, radius) = piece.From(Vector<float>.Indices + new Vector<float>(px + start), py);
            var cover = radius + new Vector<float>(0.5f) - Vector.SquareRoot(distance);
            var grey = full - (full * Vector.Min(one, Vector.Max(zero, cover)));
            Vector.ConvertToInt32(grey + new Vector<float>(0.5f)).CopyTo(greys);
            var count = Math.Min(greys.Length, row.Length - start);
            for (var i = 0; i < count; i++)
            {
                ref var pixel = ref row[start + i];
                pixel = (byte)Math.Min(pixel, greys[i]);
            }
        }
    }

    private static int HardRow(Span<byte> row, float px, float py, in Piece piece)
    {
        var darkened = 0;
        for (var i = 0; i < row.Length; i++)
        {
            var (distance, radius) = piece.From(px + i, py);
            if (distance <= radius * radius)
            {
                darkened += row[i] != 0 ? 1 : 0;
                row[i] = 0;
            }
        }

        return darkened;
    }

    private static PixelRect Area(PixelRect clip, Nib from, Nib to, float reach)
    {
        if (clip.IsEmpty || !float.IsFinite(from.X + from.Y + to.X + to.Y + reach))
        {
            return default;
        }

        // Clamped before it becomes a whole number: ink may lie far outside the panel.
        var x = (int)Math.Clamp(MathF.Floor(Math.Min(from.X, to.X) - reach), clip.X, clip.Right);
        var y = (int)Math.Clamp(MathF.Floor(Math.Min(from.Y, to.Y) - reach), clip.Y, clip.Bottom);
        var right = (int)Math.Clamp(MathF.Ceiling(Math.Max(from.X, to.X) + reach), clip.X, clip.Right);
        var bottom = (int)Math.Clamp(MathF.Ceiling(Math.Max(from.Y, to.Y) + reach), clip.Y, clip.Bottom);
        return new PixelRect(x, y, right - x, bottom - y);
    }

    private static int Floor(float value, PixelRect area) => (int)Math.Clamp(MathF.Floor(value), area.X - 1f, area.Right);

    private readonly record struct Piece(float Dx, float Dy, float InverseSquare, float Radius, float Growth, float Lead)
    {
        internal static Piece Of(float dx, float dy, float length, float radius, float growth)
        {
            var inverse = length > 0 ? 1 / (length * length) : 0;
            var lead = growth / MathF.Sqrt(Math.Max(float.Epsilon, (length * length) - (growth * growth))) * inverse;
            return new Piece(dx, dy, inverse, radius, growth, length > 0 ? lead : 0);
        }

        /// <summary>
        /// The place of the nib that comes nearest to a point with its edge: the square of the distance from its middle, and
        /// its radius. A nib that grows comes nearest a little later than its middle does, in proportion to the point's distance from the line.
        /// </summary>
        internal (float Distance, float Radius) From(float px, float py)
        {
            var t = Math.Clamp((((px * Dx) + (py * Dy)) * InverseSquare) + (Math.Abs((px * Dy) - (py * Dx)) * Lead), 0, 1);
            var (ex, ey) = (px - (t * Dx), py - (t * Dy));
            return ((ex * ex) + (ey * ey), Radius + (t * Growth));
        }

        /// <summary>The same for several points of a row.</summary>
        internal (Vector<float> Distance, Vector<float> Radius) From(Vector<float> px, float py)
        {
            var along = (px * Dx) + new Vector<float>(py * Dy);
            var across = Vector.Abs(new Vector<float>(py * Dx) - (px * Dy));
            var t = Vector.Min(Vector<float>.One, Vector.Max(Vector<float>.Zero, (along * InverseSquare) + (across * Lead)));
            var (ex, ey) = (px - (t * Dx), new Vector<float>(py) - (t * Dy));
            return ((ex * ex) + (ey * ey), new Vector<float>(Radius) + (t * Growth));
        }
    }
}
