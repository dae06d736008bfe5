using Device.Core.Ink;
using Device.Core.Screen;

namespace Device.Screen.Layout;

/// <summary>Where a page lies on the panel. The pen, the composer and the live ink use the same one.</summary>
/// <param name="Scale">Pixels per millimetre of the page.</param>
/// <param name="OriginX">The page's left edge in pixels.</param>
/// <param name="OriginY">The page's top edge in pixels.</param>
/// <param name="Area">The pixels that may show the page.</param>
public readonly record struct PageMapping(float Scale, float OriginX, float OriginY, PixelRect Area)
{
    /// <summary>From the page to the panel.</summary>
    /// <param name="x">Millimetres from the page's left edge.</param>
    /// <param name="y">Millimetres from the page's top edge.</param>
    /// <returns>Pixels from the panel's left and top edge; pixel 0 covers 0 to 1.</returns>
    public (float X, float Y) ToPixels(float x, float y) => (OriginX + (x * Scale), OriginY + (y * Scale));

    /// <summary>From the panel to the page.</summary>
    /// <param name="x">Pixels from the panel's left edge.</param>
    /// <param name="y">Pixels from the panel's top edge.</param>
    /// <returns>Millimetres from the page's left and top edge.</returns>
    public (float X, float Y) ToMillimetres(float x, float y) => ((x - OriginX) / Scale, (y - OriginY) / Scale);

    /// <summary>From a box on the page to the pixels that it touches.</summary>
    /// <param name="box">Millimetres.</param>
    /// <returns>The pixels, also those outside <see cref="Area"/>.</returns>
    public PixelRect ToPixels(InkBounds box)
    {
        var (left, top) = ToPixels(box.Left, box.Top);
        var (right, bottom) = ToPixels(box.Right, box.Bottom);
        var (x, y) = ((int)MathF.Floor(left), (int)MathF.Floor(top));
        return new PixelRect(x, y, (int)MathF.Floor(right) + 1 - x, (int)MathF.Floor(bottom) + 1 - y);
    }
}
