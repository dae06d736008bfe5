using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>The few greys that the screen is drawn with; each is one of the sixteen a panel has, so that none is changed by quantising.</summary>
internal sealed class Palette : IDisposable
{
    internal SKPaint Black { get; } = Fill(0);

    internal SKPaint Soft { get; } = Fill(51);

    internal SKPaint Faint { get; } = Fill(85);

    internal SKPaint Hairline { get; } = Fill(170);

    internal SKPaint White { get; } = Fill(255);

    internal SKPaint Outline { get; } = new() { Color = SKColors.Black, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 2 };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var paint in (ReadOnlySpan<SKPaint>)[Black, Soft, Faint, Hairline, White, Outline])
        {
            paint.Dispose();
        }
    }

    private static SKPaint Fill(byte grey) => new() { Color = new SKColor(grey, grey, grey), IsAntialias = true };
}
