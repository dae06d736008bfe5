using System.Buffers.Binary;
using Device.Core.Screen;

namespace Device.Hardware.Panels.RockchipEbc;

/// <summary>
/// The kernel's ebc_buf_info: eleven ints, to which some versions add more. The kernel writes the whole of its own, however long
/// the caller's is, so there is room for every version, and what was added is given back as it came.
/// </summary>
internal sealed class EbcBuffer
{
    private const int Room = 256;

    internal byte[] Bytes { get; } = new byte[Room];

    /// <summary>Where the buffer begins in the mapped memory.</summary>
    internal int Offset => Get(0);

    internal int Height => Get(2);

    internal int Width => Get(3);

    /// <summary>Says what to show and how.</summary>
    internal void Set(int mode, PixelRect window)
    {
        Put(1, mode);
        Put(5, window.X);
        Put(6, window.Y);
        Put(7, window.Right);
        Put(8, window.Bottom);
    }

    private int Get(int index) => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(index * 4));

    private void Put(int index, int value) => BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(index * 4), value);
}
