using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.It8951;

/// <summary>An image load under way: words from the bus become bytes of the image buffer, one byte a pixel.</summary>
internal sealed class It8951Load(PixelRect area, int bits, bool isBigEndian, uint address)
{
    private long _done;

    internal PixelRect Area => area;

    /// <summary>Where the image buffer begins.</summary>
    internal uint Address => address;

    /// <summary>Words that are missing.</summary>
    internal long Missing => (((long)area.Width * area.Height) - _done) * bits / 16;

    /// <summary>Stores a word's pixels.</summary>
    /// <returns>False when the area is full.</returns>
    internal bool Store(ushort word, byte[] memory, int panelWidth)
    {
        if (Missing == 0)
        {
            return false;
        }

        var mask = (1 << bits) - 1;
        for (var i = 0; i < 16 / bits; i++)
        {
            var value = (isBigEndian ? word >> (16 - (bits * (i + 1))) : word >> (bits * i)) & mask;
            var grey = bits switch
            {
                // Two bits are spread so that 3 is white; whether the chip does is not in the sources read.
                2 => value * 0x55,
                4 => value << 4,
                _ => value,
            };
            var at = address + (((area.Y + (_done / area.Width)) * panelWidth) + area.X + (_done % area.Width));
            memory[at] = (byte)grey;
            _done++;
        }

        return true;
    }
}
