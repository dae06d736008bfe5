using System.Buffers.Binary;
using Device.Core.Screen;

namespace Device.Hardware.Panels.Framebuffer;

/// <summary>One update as the kernel is told it.</summary>
/// <param name="Area">Where, as the controller sees the panel.</param>
/// <param name="Waveform">The controller's number.</param>
/// <param name="IsFull">Whether pixels that stay the same are driven too.</param>
/// <param name="Marker">A number to wait for, 1 to 2^32 - 1.</param>
/// <param name="Temperature">Degrees, or the kernel's number for the sensor.</param>
/// <param name="Flags">EPDC_FLAG_….</param>
/// <param name="BlackWhite">The waveform that a histogram of black and white would choose; some kernels want to know.</param>
/// <param name="Grey">The one that greys would choose.</param>
internal readonly record struct MxcfbUpdate(
    PixelRect Area, int Waveform, bool IsFull, uint Marker, int Temperature, uint Flags, int BlackWhite, int Grey)
{
    internal const int MostBytes = 88;
    internal const uint ForceMonochrome = 2;

    /// <summary>The structure's length in a layout.</summary>
    internal static int Length(MxcfbLayout layout) => layout switch
    {
        MxcfbLayout.V1 => 64,
        MxcfbLayout.Ntx => 68,
        MxcfbLayout.V2 or MxcfbLayout.Kindle => 72,
        MxcfbLayout.KindleRex => 80,
        MxcfbLayout.KindleZelda => 88,
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "no layout"),
    };

    /// <summary>MXCFB_SEND_UPDATE: _IOW('F', 0x2E, the structure).</summary>
    internal static uint Request(MxcfbLayout layout) => 0x4000_462E | ((uint)Length(layout) << 16);

    /// <summary>Writes the structure; what follows the named fields (the alternative buffer, dithering, stamps) is 0.</summary>
    /// <returns>The structure's length.</returns>
    internal int Encode(MxcfbLayout layout, Span<byte> bytes)
    {
        var length = Length(layout);
        bytes[..length].Clear();
        ReadOnlySpan<uint> head =
            [(uint)Area.Y, (uint)Area.X, (uint)Area.Width, (uint)Area.Height, (uint)Waveform, IsFull ? 1u : 0u, Marker];
        var at = 0;
        foreach (var value in head)
        {
            at = Put(bytes, at, value);
        }

        if (layout == MxcfbLayout.Kindle)
        {
            at = Put(bytes, Put(bytes, at, (uint)BlackWhite), (uint)Grey);
        }

        at = Put(bytes, Put(bytes, at, (uint)Temperature), Flags);
        if (layout is MxcfbLayout.KindleRex or MxcfbLayout.KindleZelda)
        {
            // Behind dither mode, quantisation and the alternative buffer.
            at += 4 + 4 + 28;
            Put(bytes, Put(bytes, at, (uint)BlackWhite), (uint)Grey);
        }

        return length;
    }

    private static int Put(Span<byte> bytes, int at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);
        return at + 4;
    }
}
