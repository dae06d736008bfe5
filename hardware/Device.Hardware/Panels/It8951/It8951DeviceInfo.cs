using System.Text;

namespace Device.Hardware.Panels.It8951;

/// <summary>What the controller says of itself in answer to GET_DEV_INFO.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="BufferAddress">Where the image buffer lies in the controller's memory.</param>
/// <param name="Firmware">The firmware's name.</param>
/// <param name="Lut">The waveform file's name.</param>
public sealed record It8951DeviceInfo(int Width, int Height, uint BufferAddress, string Firmware, string Lut)
{
    /// <summary>Words of the answer.</summary>
    internal const int Words = 20;

    private const int MostSide = 8192;

    /// <summary>x and width in the one-bit mode are multiples of this many pixels: two waveform files want whole 32-bit words.</summary>
    public int BitmapAlignment => Lut is "M641" or "M841_TFAB512" ? 32 : 16;

    /// <summary>
    /// The waveform numbers of the file. A2 is 4 in M641 and 6 in the M841 family. Of a file not known only what every one
    /// has is used.
    /// </summary>
    public WaveformNumbers Waveforms => Lut switch
    {
        "M641" => new() { Init = 0, Du = 1, Gc16 = 2, Gl16 = 3, A2 = 4 },
        _ when Lut.StartsWith("M841", StringComparison.Ordinal) =>
            new() { Init = 0, Du = 1, Gc16 = 2, Gl16 = 3, Glr16 = 4, Gld16 = 5, A2 = 6, Du4 = 7 },
        _ => new() { Init = 0, Du = 1, Gc16 = 2 },
    };

    /// <summary>Whether the waveform file is one of the known.</summary>
    public bool IsLutKnown => Lut == "M641" || Lut.StartsWith("M841", StringComparison.Ordinal);

    /// <summary>Reads the answer.</summary>
    /// <exception cref="It8951Exception">It makes no sense: the bus does not work, or this is no IT8951.</exception>
    internal static It8951DeviceInfo Parse(ReadOnlySpan<ushort> words)
    {
        if (!words.ContainsAnyExcept((ushort)0))
        {
            throw new It8951Exception("IT8951: GET_DEV_INFO answered only zeros: check MISO, chip select, power and the SPI mode");
        }

        if (!words.ContainsAnyExcept((ushort)0xFFFF))
        {
            throw new It8951Exception("IT8951: GET_DEV_INFO answered only ones: check MISO and chip select");
        }

        var info = new It8951DeviceInfo(
            words[0], words[1], ((uint)words[3] << 16) | words[2], Text(words.Slice(4, 8)), Text(words.Slice(12, 8)));
        return info.Width is >= 8 and <= MostSide && info.Height is >= 8 and <= MostSide && info.Width % 8 == 0
            ? info
            : throw new It8951Exception(
                $"IT8951: GET_DEV_INFO says {info.Width}x{info.Height} pixels; 8 to {MostSide} and a width in multiples of 8 were expected: check the SPI clock and the wiring");
    }

    /// <summary>Text of the high byte first, up to the first zero. What cannot be printed becomes a question mark.</summary>
    private static string Text(ReadOnlySpan<ushort> words)
    {
        var text = new StringBuilder(words.Length * 2);
        foreach (var word in words)
        {
            foreach (var code in (ReadOnlySpan<int>)[word >> 8, word & 0xFF])
            {
                if (code == 0)
                {
                    return text.ToString();
                }

                text.Append(code is > 0x20 and < 0x7F ? (char)code : '?');
            }
        }

        return text.ToString();
    }
}
