using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;

namespace Device.Screen.Drawing;

/// <summary>
/// Draws the sign that the microphone is open, a disc at the left of the status bar; a ring while a recording pauses. It needs no font, so that no
/// machine listens without saying so.
/// </summary>
internal static class MicrophonePainter
{
    private const float Left = 4;
    private const float Radius = 1.4f;
    private const float Ring = 0.9f;
    private const float Gap = 1.2f;

    /// <summary>How far to the right the title begins, in pixels.</summary>
    internal static float Width(ScreenLayout layout) => ((2 * Radius) + Gap) * layout.Panel.PixelsPerMillimetre;

    internal static void Paint(GreyFrame frame, ScreenLayout layout, MicrophoneSign sign)
    {
        var (scale, bar) = (layout.Panel.PixelsPerMillimetre, layout.StatusBar);
        var (outer, inner) = (Radius * scale, sign.IsOpen ? 0 : Ring * scale);
        var (x, y) = (bar.X + ((Left + Radius) * scale), bar.Y + ((bar.Height - 2) / 2f));
        for (var row = (int)Math.Max(bar.Y, y - outer); row <= Math.Min(bar.Bottom - 1, y + outer); row++)
        {
            for (var column = (int)Math.Max(bar.X, x - outer); column <= Math.Min(bar.Right - 1, x + outer); column++)
            {
                var (dx, dy) = (column + 0.5f - x, row + 0.5f - y);
                var distance = (dx * dx) + (dy * dy);
                if (distance <= outer * outer && distance >= inner * inner)
                {
                    frame.Row(row)[column] = 0;
                }
            }
        }
    }
}
