using Device.Core.Screen;

namespace Device.Cli.SelfTests;

/// <summary>
/// A picture that shows at a glance whether a panel is mounted, packed and driven right: a large square at the top left, a small one at
/// the top right, a ramp of every grey from black at the left, a frame of one pixel at the very edge.
/// </summary>
internal static class PanelPattern
{
    internal const string Look = "large square top left, small one top right, greys from black on the left to white, a frame at the edge";

    internal static byte[] Draw(PanelCapabilities panel)
    {
        var (width, height) = (panel.Width, panel.Height);
        var grey = new byte[width * height];
        Array.Fill(grey, (byte)255);
        var unit = Math.Min(width, height) / 8;
        Fill(grey, width, new(unit / 2, unit / 2, 2 * unit, 2 * unit), 0);
        Fill(grey, width, new(width - unit - (unit / 2), unit / 2, unit, unit), 0);
        var levels = Math.Min(panel.GreyLevels, 16);
        for (var level = 0; level < levels; level++)
        {
            var (left, right) = (width * level / levels, width * (level + 1) / levels);
            Fill(grey, width, new(left, height - (2 * unit), right - left, unit), (byte)(255 * level / (levels - 1)));
        }

        Fill(grey, width, new(0, 0, width, 1), 0);
        Fill(grey, width, new(0, height - 1, width, 1), 0);
        Fill(grey, width, new(0, 0, 1, height), 0);
        Fill(grey, width, new(width - 1, 0, 1, height), 0);
        return grey;
    }

    private static void Fill(byte[] grey, int stride, PixelRect place, byte value)
    {
        for (var y = place.Y; y < place.Bottom; y++)
        {
            grey.AsSpan((y * stride) + place.X, place.Width).Fill(value);
        }
    }
}
