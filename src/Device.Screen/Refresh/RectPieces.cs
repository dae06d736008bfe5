using Device.Core.Screen;

namespace Device.Screen.Refresh;

/// <summary>Arithmetic of rectangles. Pure; allocates nothing.</summary>
internal static class RectPieces
{
    /// <summary>Most pieces that taking one rectangle from another leaves.</summary>
    internal const int Most = 4;

    /// <summary>Pixels of a region.</summary>
    internal static long Area(PixelRect rect) => (long)rect.Width * rect.Height;

    /// <summary>Pixels that a region around both has beyond theirs; below zero when they overlap much.</summary>
    internal static long Waste(PixelRect a, PixelRect b) => Area(a.Union(b)) - Area(a) - Area(b);

    /// <summary>Whether they overlap.</summary>
    internal static bool Meets(PixelRect a, PixelRect b) => !a.Intersect(b).IsEmpty;

    /// <summary>Whether they overlap, or share a piece of an edge.</summary>
    internal static bool Touches(PixelRect a, PixelRect b) => Meets(a.Inflate(1), b) && (Meets(a, b) || SharesEdge(a, b));

    /// <summary>What is left of a rectangle: above and below first, as wide as it is, since rows are what a bus sends best.</summary>
    /// <param name="from">The rectangle.</param>
    /// <param name="taken">What is taken away.</param>
    /// <param name="rest">Receives the pieces, which do not overlap; at least <see cref="Most"/> long.</param>
    /// <returns>How many there are; 1 with the rectangle itself when nothing is taken.</returns>
    internal static int Subtract(PixelRect from, PixelRect taken, Span<PixelRect> rest)
    {
        var inside = from.Intersect(taken);
        if (inside.IsEmpty)
        {
            rest[0] = from;
            return from.IsEmpty ? 0 : 1;
        }

        var count = 0;
        Add(new PixelRect(from.X, from.Y, from.Width, inside.Y - from.Y), rest, ref count);
        Add(new PixelRect(from.X, inside.Bottom, from.Width, from.Bottom - inside.Bottom), rest, ref count);
        Add(new PixelRect(from.X, inside.Y, inside.X - from.X, inside.Height), rest, ref count);
        Add(new PixelRect(inside.Right, inside.Y, from.Right - inside.Right, inside.Height), rest, ref count);
        return count;
    }

    private static bool SharesEdge(PixelRect a, PixelRect b) =>
        a.Inflate(1).Intersect(b) is var border && (border.Width > 1 || border.Height > 1 || a.Width == 1 || a.Height == 1);

    private static void Add(PixelRect piece, Span<PixelRect> rest, ref int count)
    {
        if (!piece.IsEmpty)
        {
            rest[count++] = piece;
        }
    }
}
