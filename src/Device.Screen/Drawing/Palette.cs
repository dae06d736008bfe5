using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>
/// The few greys that the screen is drawn with; each is one of the sixteen a panel has, so that none is changed by quantising.
/// On a panel of black and white all but white are black.
/// </summary>
internal sealed class Palette(int greyLevels) : IDisposable
{
    internal SKPaint Black { get; } = Fill(0);

    internal SKPaint Soft { get; } = Fill(greyLevels > 2 ? 51 : 0);

    internal SKPaint Faint { get; } = Fill(greyLevels > 2 ? 85 : 0);

    internal SKPaint Hairline { get; } = Fill(greyLevels > 2 ? 170 : 0);

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

    private static SKPaint Fill(int grey) => new() { Color = new SKColor((byte)grey, (byte)grey, (byte)grey), IsAntialias = true };
}
