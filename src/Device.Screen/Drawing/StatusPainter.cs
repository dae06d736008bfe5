using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Drawing;

/// <summary>Draws the line at the top: title on the left, page in the middle, sync, time and battery on the right.</summary>
internal sealed class StatusPainter(ScreenLayout layout, ScreenWords words, Palette palette)
{
    private const float Size = 3.2f;
    private const float Margin = 4;
    private const float Gap = 4;
    private const float CellWidth = 5;
    private const float CellHeight = 2.6f;
    private const float CellLine = 0.25f;

    private readonly float _scale = layout.Panel.PixelsPerMillimetre;

    internal void Paint(SKCanvas canvas, Typesetter type, StatusBar status)
    {
        var bar = layout.StatusBar;
        var (margin, gap, whole) = (Margin * _scale, Gap * _scale, bar.Width - (2 * Margin * _scale));
        canvas.DrawRect(0, bar.Bottom - 2, bar.Width, 2, palette.Hairline);

        var right = bar.Right - margin;
        if (status.Battery is { } battery)
        {
            right = Battery(canvas, type, battery, whole, right);
        }

        if (status.Time is { } time)
        {
            right = RightAligned(canvas, One(type, time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), whole), right, palette.Black) - gap;
        }

        right = Sync(canvas, One(type, words.SyncText(status), whole * 0.4f), status.Sync, right);
        var left = margin;
        if (words.PageText(status) is { Length: > 0 } page)
        {
            var block = One(type, page, whole * 0.4f);
            var x = bar.X + ((bar.Width - block.Width) / 2);
            block.Draw(canvas, x, Top(block), palette.Soft);
            right = Math.Min(right, x);
        }

        if (status.Microphone is { } microphone)
        {
            left += MicrophonePainter.Width(layout);
            var sign = One(type, words.MicrophoneText(microphone), Math.Max(0, right - gap - left));
            sign.Draw(canvas, left, Top(sign), palette.Black);
            left += sign.Width + gap;
        }

        var title = One(type, status.Title, Math.Max(0, right - gap - left));
        title.Draw(canvas, left, Top(title), palette.Black);
    }

    /// <summary>A cell that is filled as far as it is charged, and its percentage. A low one stands out in black; a charged one bears a plus.</summary>
    private float Battery(SKCanvas canvas, Typesetter type, BatteryGlyph battery, float whole, float right)
    {
        var paint = battery.IsLow ? palette.Black : palette.Soft;
        var percent = Math.Clamp(battery.Percent, 0, 100);
        var text = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(battery.IsCharging ? "+" : "")}{percent}%{(battery.IsLow ? "!" : "")}");
        var x = RightAligned(canvas, One(type, text, whole * 0.2f), right, paint) - _scale;
        var (width, height, line) = (MathF.Round(CellWidth * _scale), MathF.Round(CellHeight * _scale), MathF.Max(2, MathF.Round(CellLine * _scale)));
        var (left, top) = (MathF.Round(x - width - line), MathF.Round(layout.StatusBar.Y + ((layout.StatusBar.Height - 2 - height) / 2)));
        canvas.DrawRect(left, top, width, height, paint);
        canvas.DrawRect(left + width, top + MathF.Round(height / 4), line, height - (2 * MathF.Round(height / 4)), paint);
        canvas.DrawRect(left + line, top + line, width - (2 * line), height - (2 * line), palette.White);
        canvas.DrawRect(left + (2 * line), top + (2 * line), MathF.Round((width - (4 * line)) * percent / 100), height - (4 * line), paint);
        return left - (Gap * _scale);
    }

    private float Sync(SKCanvas canvas, TextBlock block, SyncState state, float right)
    {
        if (state == SyncState.Off)
        {
            return right;
        }

        var x = RightAligned(canvas, block, right, state == SyncState.Failed ? palette.Black : palette.Soft);
        var (radius, y) = (0.85f * _scale, layout.StatusBar.Y + ((layout.StatusBar.Height - 2) / 2f));
        var centre = x - (1.2f * _scale) - radius;
        canvas.DrawCircle(centre, y, radius, palette.Soft);
        if (state is SyncState.Offline or SyncState.Sending)
        {
            canvas.DrawCircle(centre, y, radius - 2, palette.White);
        }

        if (state == SyncState.Sending)
        {
            canvas.DrawCircle(centre, y, radius - 4, palette.Soft);
        }

        return centre - radius - (Gap * _scale);
    }

    private float RightAligned(SKCanvas canvas, TextBlock block, float right, SKPaint paint)
    {
        block.Draw(canvas, right - block.Width, Top(block), paint);
        return right - block.Width;
    }

    private TextBlock One(Typesetter type, string text, float width) => type.Set(text, MathF.Round(Size * _scale), width, 1);

    private float Top(TextBlock block) => layout.StatusBar.Y + ((layout.StatusBar.Height - 2 - block.Height) / 2);
}
