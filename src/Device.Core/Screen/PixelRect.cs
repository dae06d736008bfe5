namespace Device.Core.Screen;

/// <summary>A region of a panel in pixels, the right and bottom edge outside.</summary>
/// <param name="X">Left column, from 0.</param>
/// <param name="Y">Top row, from 0.</param>
/// <param name="Width">Columns, 0 or more.</param>
/// <param name="Height">Rows, 0 or more.</param>
public readonly record struct PixelRect(int X, int Y, int Width, int Height)
{
    /// <summary>The first column to the right of the region.</summary>
    public int Right => X + Width;

    /// <summary>The first row below the region.</summary>
    public int Bottom => Y + Height;

    /// <summary>Whether no pixel is inside.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The region around this one and another; an empty one adds nothing.</summary>
    /// <param name="other">The other region.</param>
    /// <returns>The smallest region that holds both.</returns>
    public PixelRect Union(PixelRect other)
    {
        if (IsEmpty)
        {
            return other;
        }

        if (other.IsEmpty)
        {
            return this;
        }

        var x = Math.Min(X, other.X);
        var y = Math.Min(Y, other.Y);
        return new(x, y, Math.Max(Right, other.Right) - x, Math.Max(Bottom, other.Bottom) - y);
    }

    /// <summary>What lies in both regions.</summary>
    /// <param name="other">The other region.</param>
    /// <returns>The common part, empty when there is none.</returns>
    public PixelRect Intersect(PixelRect other)
    {
        var x = Math.Max(X, other.X);
        var y = Math.Max(Y, other.Y);
        return new(x, y, Math.Max(0, Math.Min(Right, other.Right) - x), Math.Max(0, Math.Min(Bottom, other.Bottom) - y));
    }

    /// <summary>This region grown on every side.</summary>
    /// <param name="pixels">By how much, 0 or more.</param>
    /// <returns>The grown region, which may reach outside the panel.</returns>
    public PixelRect Inflate(int pixels) => new(X - pixels, Y - pixels, Width + (2 * pixels), Height + (2 * pixels));
}
