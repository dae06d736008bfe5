using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Tests.Panels;

/// <summary>Pictures for tests, and what a panel has to make of them.</summary>
internal static class Pixels
{
    /// <summary>Pixels that differ in every direction, so that a mirrored, turned or shifted picture is seen.</summary>
    public static byte[] Uneven(PixelRect region, int seed = 1)
    {
        var grey = new byte[region.Width * region.Height];
        for (var i = 0; i < grey.Length; i++)
        {
            var (x, y) = (i % region.Width, i / region.Width);
            grey[i] = (byte)((((x * 3) + (y * 5) + (x * y % 7) + seed) % 16) * 17);
        }

        return grey;
    }

    /// <summary>The same in black and white.</summary>
    public static byte[] UnevenInk(PixelRect region, int seed = 1) =>
        [.. Uneven(region, seed).Select(g => (byte)(g % 51 == 0 ? 0 : 255))];

    public static byte Nearest(byte grey, int levels)
    {
        var step = 255 / (levels - 1);
        return (byte)((grey + (step / 2)) / step * step);
    }

    /// <summary>A white picture with regions painted over it.</summary>
    public static byte[] Paint(PanelCapabilities panel, params (PixelRect Region, byte[] Grey)[] parts)
    {
        var all = new byte[panel.Width * panel.Height];
        Array.Fill(all, (byte)255);
        foreach (var (region, grey) in parts)
        {
            for (var y = 0; y < region.Height; y++)
            {
                grey.AsSpan(y * region.Width, region.Width).CopyTo(all.AsSpan(((region.Y + y) * panel.Width) + region.X));
            }
        }

        return all;
    }

    /// <summary>A picture turned clockwise.</summary>
    public static byte[] Turn(byte[] grey, int width, int height, int degrees)
    {
        for (; degrees > 0; degrees -= 90)
        {
            var turned = new byte[grey.Length];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    turned[(x * height) + height - 1 - y] = grey[(y * width) + x];
                }
            }

            (grey, width, height) = (turned, height, width);
        }

        return grey;
    }

    /// <summary>Fails with the first pixel that differs.</summary>
    public static void Same(byte[] expected, PanelSnapshot seen, int tolerance = 0)
    {
        Assert.Equal(expected.Length, seen.Grey.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - seen.Grey.Span[i]) > tolerance)
            {
                Assert.Fail($"pixel ({i % seen.Width}, {i / seen.Width}) shows {seen.Grey.Span[i]}, {expected[i]} was asked for");
            }
        }
    }
}
