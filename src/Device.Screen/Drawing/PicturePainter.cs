using System.Collections.Immutable;
using Device.Core.Screen;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>Draws pictures, and dithers them before anything is drawn over them: ink and text stay sharp.</summary>
internal sealed class PicturePainter(GreyDither dither)
{
    /// <summary>Draws the pictures of a page.</summary>
    /// <returns>The pixels of each that shows.</returns>
    internal ImmutableArray<PixelRect> Paint(GreyFrame frame, PageMapping page, ImmutableArray<Picture> pictures)
    {
        if (pictures.IsEmpty)
        {
            return [];
        }

        var regions = ImmutableArray.CreateBuilder<PixelRect>(pictures.Length);
        using var surface = SKSurface.Create(GreyImage.InfoOf(frame), frame.Address, frame.Stride)
            ?? throw new InvalidOperationException($"Skia draws on no {frame.Width}x{frame.Height} grey surface");
        foreach (var picture in pictures)
        {
            var place = page.ToPixels(picture.Place);
            var seen = place.Intersect(page.Area);
            if (seen.IsEmpty)
            {
                continue;
            }

            Draw(surface.Canvas, picture.Grey, place, seen);
            surface.Flush();
            dither.Apply(frame, seen);
            regions.Add(seen);
        }

        return regions.DrainToImmutable();
    }

    private static void Draw(SKCanvas canvas, GreyFrame grey, PixelRect place, PixelRect seen)
    {
        using var image = SKImage.FromPixels(GreyImage.InfoOf(grey), grey.Address, grey.Stride)
            ?? throw new InvalidOperationException($"Skia takes no {grey.Width}x{grey.Height} grey image");
        canvas.Save();
        canvas.ClipRect(SKRect.Create(seen.X, seen.Y, seen.Width, seen.Height));
        canvas.DrawImage(image, SKRect.Create(place.X, place.Y, place.Width, place.Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Restore();
        GC.KeepAlive(grey);
    }
}
