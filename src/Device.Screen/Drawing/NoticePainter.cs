using Device.Screen.Layout;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>Says one thing in the middle of a white panel, where it may stand for weeks.</summary>
internal static class NoticePainter
{
    private const float Size = 6;
    private const float WidthShare = 0.8f;

    internal static void Paint(SKCanvas canvas, Typesetter type, ScreenLayout layout, string text, Palette palette)
    {
        var panel = layout.Panel;
        var block = type.Set(text, MathF.Round(Size * panel.PixelsPerMillimetre), panel.Width * WidthShare, 2);
        block.Draw(canvas, MathF.Round((panel.Width - block.Width) / 2), MathF.Round((panel.Height - block.Height) / 2), palette.Black);
    }
}
