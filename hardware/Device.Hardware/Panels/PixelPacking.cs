namespace Device.Hardware.Panels;

/// <summary>Brings 8-bit greys (0 black, 255 white) to the bits that controllers take. Pure.</summary>
internal static class PixelPacking
{
    /// <summary>The darkest grey that is not black on a panel of sixteen levels.</summary>
    internal const byte FirstGrey = 9;

    /// <summary>The lightest grey that is not white on a panel of sixteen levels.</summary>
    internal const byte LastGrey = 246;

    /// <summary>The nearest of a number of evenly spaced levels, 0 black.</summary>
    internal static int Level(byte grey, int levels)
    {
        var step = 255 / (levels - 1);
        return (grey + (step / 2)) / step;
    }

    /// <summary>Packs a row of whole bytes, the first pixel in a byte's highest bits.</summary>
    /// <param name="grey">The pixels.</param>
    /// <param name="bits">1, 2, 4 or 8 per pixel.</param>
    /// <param name="packed">Takes the bytes.</param>
    internal static void HighFirst(ReadOnlySpan<byte> grey, int bits, Span<byte> packed) => Pack(grey, bits, packed, highFirst: true);

    /// <summary>Packs a row of whole bytes, the first pixel in a byte's lowest bits.</summary>
    /// <param name="grey">The pixels.</param>
    /// <param name="bits">1, 2, 4 or 8 per pixel.</param>
    /// <param name="packed">Takes the bytes.</param>
    internal static void LowFirst(ReadOnlySpan<byte> grey, int bits, Span<byte> packed) => Pack(grey, bits, packed, highFirst: false);

    /// <summary>Swaps the bytes of every 16-bit word.</summary>
    internal static void SwapPairs(Span<byte> bytes)
    {
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        }
    }

    private static void Pack(ReadOnlySpan<byte> grey, int bits, Span<byte> packed, bool highFirst)
    {
        if (bits == 8)
        {
            // The panel behind has sixteen levels: sending the level's own grey leaves nothing to a controller's rounding.
            for (var i = 0; i < grey.Length; i++)
            {
                packed[i] = (byte)(Level(grey[i], 16) * 17);
            }

            return;
        }

        var perByte = 8 / bits;
        var levels = 1 << bits;
        for (var i = 0; i < grey.Length / perByte; i++)
        {
            var value = 0;
            for (var p = 0; p < perByte; p++)
            {
                value |= Level(grey[(i * perByte) + p], levels) << (highFirst ? 8 - (bits * (p + 1)) : bits * p);
            }

            packed[i] = (byte)value;
        }
    }
}
