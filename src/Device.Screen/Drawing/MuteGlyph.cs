using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>A microphone that is crossed out. Drawn, not written, so that it looks the same in every font.</summary>
internal static class MuteGlyph
{
    /// <summary>Its width in millimetres.</summary>
    internal const float Width = 3;

    private const float Height = 3.6f;
    private const float CapsuleWidth = 1.3f;
    private const float CapsuleHeight = 2;

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="right">Its right edge in pixels.</param>
    /// <param name="middle">Its middle from the top in pixels.</param>
    /// <param name="scale">Pixels a millimetre.</param>
    /// <param name="paint">Black, and whatever else the palette says of edges.</param>
    /// <param name="white">Sets the stroke off from what it crosses.</param>
    internal static void Draw(SKCanvas canvas, float right, float middle, float scale, SKPaint paint, SKPaint white)
    {
        var line = MathF.Max(2, MathF.Round(0.25f * scale));
        var (x, top) = (MathF.Round(right - (Width * scale / 2)), MathF.Round(middle - (Height * scale / 2)));
        var (width, height) = (CapsuleWidth * scale, CapsuleHeight * scale);
        using var pen = new SKPaint { Color = paint.Color, IsAntialias = paint.IsAntialias, Style = SKPaintStyle.Stroke, StrokeWidth = line };
        using var gap = new SKPaint { Color = white.Color, IsAntialias = white.IsAntialias, Style = SKPaintStyle.Stroke, StrokeWidth = 3 * line };
        canvas.DrawRoundRect(x - (width / 2), top, width, height, width / 2, width / 2, paint);
        canvas.DrawArc(new SKRect(x - width, top + (height * 0.2f), x + width, top + (height * 1.3f)), 0, 180, false, pen);
        canvas.DrawLine(x, top + (height * 1.3f), x, top + (Height * scale), pen);
        canvas.DrawLine(x - (width / 1.5f), top + (Height * scale), x + (width / 1.5f), top + (Height * scale), pen);
        var (left, bottom) = (x - (Width * scale / 2), top + (Height * scale));
        canvas.DrawLine(left, top, x + (Width * scale / 2), bottom, gap);
        canvas.DrawLine(left, top, x + (Width * scale / 2), bottom, pen);
    }
}
