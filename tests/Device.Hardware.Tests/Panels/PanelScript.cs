using CsCheck;
using Device.Core.Screen;

namespace Device.Hardware.Tests.Panels;

/// <summary>Any regions with any pixels for any reason, for one panel, and what must be seen in the end.</summary>
internal sealed record PanelScript(PixelRect Region, byte[] Grey, RefreshIntent Intent)
{
    public static Gen<PanelScript[]> Of(PanelCapabilities panel, params RefreshIntent[] intents)
    {
        var region = Gen.Select(Gen.Int[0, panel.Width - 1], Gen.Int[0, panel.Height - 1], Gen.Int[1, panel.Width], Gen.Int[1, panel.Height])
            .Select((x, y, w, h) => new PixelRect(x, y, Math.Min(w, panel.Width - x), Math.Min(h, panel.Height - y)));
        return Gen.Select(region, Gen.UInt, Gen.Int[0, intents.Length - 1].Select(i => intents[i]), (r, seed, intent) => new PanelScript(r, Noise(r, seed, intent), intent)).Array[1, 8];
    }

    /// <summary>Where the script leaves the panel, from white: what was asked for, at the nearest level.</summary>
    public static byte[] Result(PanelCapabilities panel, PanelScript[] script, int levels) =>
        [.. Pixels.Paint(panel, [.. script.Select(s => (s.Region, s.Grey))]).Select(g => Pixels.Nearest(g, levels))];

    // Fast waveforms leave greys alone, so that ink is black and white.
    private static byte[] Noise(PixelRect region, uint seed, RefreshIntent intent)
    {
        var grey = new byte[region.Width * region.Height];
        for (var i = 0; i < grey.Length; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            var value = (byte)(seed >> 24);
            grey[i] = intent == RefreshIntent.Pen ? (byte)(value > 127 ? 255 : 0) : value;
        }

        return grey;
    }
}
