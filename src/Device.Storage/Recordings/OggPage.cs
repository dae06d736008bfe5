using System.Buffers.Binary;

namespace Device.Storage;

/// <summary>Pages of an Ogg file: RFC 3533. Only whole packets in a page are written and read.</summary>
internal static class OggPage
{
    public const int HeadLength = 27;
    public const int MostSegments = 255;
    public const int MostLength = HeadLength + MostSegments + (MostSegments * 255);
    public const byte First = 2;
    public const byte Last = 4;
    public const byte Continued = 1;

    private const uint Polynomial = 0x04C1_1DB7;

    private static readonly uint[] Table = MakeTable();

    /// <summary>Lacing values that a packet takes.</summary>
    public static int SegmentsOf(int packet) => (packet / 255) + 1;

    /// <summary>Writes a page.</summary>
    /// <param name="flags">Of <see cref="First"/> and <see cref="Last"/>.</param>
    /// <param name="granule">Samples of 48 kHz up to the end of its last packet.</param>
    /// <param name="serial">The stream's number.</param>
    /// <param name="number">The page's number.</param>
    /// <param name="lengths">Of its packets.</param>
    /// <param name="packets">The packets, one after the other.</param>
    /// <param name="into"><see cref="MostLength"/> bytes.</param>
    /// <returns>How many were written.</returns>
    public static int Write(byte flags, long granule, uint serial, uint number, ReadOnlySpan<int> lengths, ReadOnlySpan<byte> packets, Span<byte> into)
    {
        "OggS\0"u8.CopyTo(into);
        into[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(into[6..], granule);
        BinaryPrimitives.WriteUInt32LittleEndian(into[14..], serial);
        BinaryPrimitives.WriteUInt32LittleEndian(into[18..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(into[22..], 0);
        var segments = 0;
        foreach (var length in lengths)
        {
            for (var rest = length; rest >= 0; rest -= 255)
            {
                into[HeadLength + segments++] = (byte)Math.Min(rest, 255);
            }
        }

        into[26] = (byte)segments;
        packets.CopyTo(into[(HeadLength + segments)..]);
        var total = HeadLength + segments + packets.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(into[22..], Checksum(into[..total]));
        return total;
    }

    /// <summary>The checksum of a page whose field for it is zero.</summary>
    public static uint Checksum(ReadOnlySpan<byte> page)
    {
        var crc = 0U;
        foreach (var b in page)
        {
            crc = (crc << 8) ^ Table[(crc >> 24) ^ b];
        }

        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0; i < table.Length; i++)
        {
            var value = (uint)i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value << 1) ^ ((value & 0x8000_0000) == 0 ? 0 : Polynomial);
            }

            table[i] = value;
        }

        return table;
    }
}
