using System.Runtime.InteropServices;
using Device.Core.Screen;

namespace Device.Screen.Frames;

/// <summary>
/// A picture of 8-bit greys (0 black, 255 white), row by row without padding. The buffer is made once, never moves in memory
/// and is never given back while the frame lives: 2.6 MB for 1404 x 1872. Not thread-safe.
/// </summary>
public sealed class GreyFrame
{
    /// <summary>Most columns or rows.</summary>
    public const int MaximumSide = 8192;

    private readonly byte[] _pixels;

    /// <summary>Makes a white frame.</summary>
    /// <param name="width">Columns, 1 to <see cref="MaximumSide"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="MaximumSide"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of range.</exception>
    public GreyFrame(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaximumSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaximumSide);
        (Width, Height) = (width, height);

        // Pinned, because Skia draws into it by address.
        _pixels = GC.AllocateUninitializedArray<byte>(width * height, pinned: true);
        Fill(255);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Width;

    /// <summary>The whole frame.</summary>
    public PixelRect Bounds => new(0, 0, Width, Height);

    /// <summary>All pixels.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>All pixels, for calls that wait.</summary>
    public Memory<byte> Memory => _pixels;

    internal nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(_pixels, 0);

    /// <summary>A row.</summary>
    /// <param name="y">The row, from 0.</param>
    /// <returns>Its pixels.</returns>
    public Span<byte> Row(int y) => _pixels.AsSpan(y * Width, Width);

    /// <summary>The pixels from a region's top left pixel to the end, to be read with <see cref="Stride"/>.</summary>
    /// <param name="region">A region inside the frame.</param>
    /// <returns>The pixels.</returns>
    public ReadOnlyMemory<byte> From(PixelRect region) => _pixels.AsMemory((region.Y * Width) + region.X);

    /// <summary>Makes every pixel the same.</summary>
    /// <param name="grey">The grey.</param>
    public void Fill(byte grey) => _pixels.AsSpan().Fill(grey);

    /// <summary>Makes the pixels of a region the same.</summary>
    /// <param name="region">The region; what lies outside the frame is left out.</param>
    /// <param name="grey">The grey.</param>
    public void Fill(PixelRect region, byte grey)
    {
        var inside = region.Intersect(Bounds);
        for (var y = inside.Y; y < inside.Bottom; y++)
        {
            Row(y).Slice(inside.X, inside.Width).Fill(grey);
        }
    }

    /// <summary>Copies a region to the same place of another frame.</summary>
    /// <param name="target">A frame of the same size.</param>
    /// <param name="region">The region; what lies outside the frame is left out.</param>
    /// <exception cref="ArgumentException">The frames differ in size.</exception>
    public void CopyTo(GreyFrame target, PixelRect region)
    {
        RequireSameSize(target);
        var inside = region.Intersect(Bounds);
        if (inside.Width == Width)
        {
            _pixels.AsSpan(inside.Y * Width, inside.Height * Width).CopyTo(target._pixels.AsSpan(inside.Y * Width));
            return;
        }

        for (var y = inside.Y; y < inside.Bottom; y++)
        {
            Row(y).Slice(inside.X, inside.Width).CopyTo(target.Row(y)[inside.X..]);
        }
    }

    internal void RequireSameSize(GreyFrame other)
    {
        if (other.Width != Width || other.Height != Height)
        {
            throw new ArgumentException($"the frames differ: {Width}x{Height} and {other.Width}x{other.Height}", nameof(other));
        }
    }
}
