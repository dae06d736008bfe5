using System.Buffers.Binary;
using System.Text;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>The first bytes of a segment: <c>docs/formats/journal.md</c>. Little-endian.</summary>
/// <param name="Segment">The segment's number, also its file name and part of every record's checksum; never used twice in a folder.</param>
/// <param name="Salt">Random; the segment's own key is made from it.</param>
/// <param name="Device">The machine that writes.</param>
/// <param name="Epoch">The epoch of its own facts.</param>
/// <param name="OwnSequence">The last sequence it had given in that epoch.</param>
/// <param name="Clock">The highest clock reading it had seen.</param>
/// <param name="FirstPosition">The first position that this segment holds. From it on, older segments do not count.</param>
/// <param name="DurableThrough">The highest position known synced once this header is.</param>
/// <param name="CoversThrough">0 in a segment written by appending; in a compacted one the last position whose older copies it replaces.</param>
internal sealed record SegmentHeader(
    ulong Segment,
    UInt128 Salt,
    DeviceId Device,
    ulong Epoch,
    ulong OwnSequence,
    Hlc Clock,
    long FirstPosition,
    long DurableThrough,
    long CoversThrough)
{
    public const int Length = 192;

    /// <summary>The highest version that is read.</summary>
    public const ushort Version = 2;
    private const int CrcOffset = Length - 4;
    private const int DeviceOffset = 96;

    private static ReadOnlySpan<byte> Magic => "DEVJRNL\n"u8;

    /// <summary>The number of the key that the payloads are encrypted with; 0 when they are not.</summary>
    public ulong KeyNumber { get; init; }

    /// <summary>0, or <see cref="SegmentCipher.Number"/>.</summary>
    public byte Cipher => KeyNumber == 0 ? (byte)0 : SegmentCipher.Number;

    /// <summary>Version of the header and of every record: 1 where a program that knows no other can read it too.</summary>
    public byte FormatVersion => KeyNumber == 0 && CoversThrough == 0 ? (byte)1 : (byte)2;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        var span = bytes.AsSpan();
        Magic.CopyTo(span);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], Length);
        span[12] = Cipher;
        span[13] = (byte)Device.Value.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(span[16..], Segment);
        BinaryPrimitives.WriteUInt128LittleEndian(span[24..], Salt);
        BinaryPrimitives.WriteUInt64LittleEndian(span[40..], Epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(span[48..], OwnSequence);
        BinaryPrimitives.WriteUInt64LittleEndian(span[56..], Clock.Value);
        BinaryPrimitives.WriteInt64LittleEndian(span[64..], FirstPosition);
        BinaryPrimitives.WriteInt64LittleEndian(span[72..], DurableThrough);
        BinaryPrimitives.WriteInt64LittleEndian(span[80..], CoversThrough);
        BinaryPrimitives.WriteUInt64LittleEndian(span[88..], KeyNumber);
        Encoding.ASCII.GetBytes(Device.Value, span[DeviceOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[CrcOffset..], Crc32C.Of(span[..CrcOffset]));
        return bytes;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The segment's first bytes.</param>
    /// <param name="segment">The number in the file's name.</param>
    /// <param name="where">The file, for the message.</param>
    /// <returns>The header; null when the bytes are not a whole one or of another segment.</returns>
    /// <exception cref="JournalFormatException">The header is sound but of a newer version.</exception>
    public static SegmentHeader? TryRead(ReadOnlySpan<byte> bytes, ulong segment, string where)
    {
        // The checksum lies at the end of the header, whose length may grow with the version.
        if (bytes.Length < Length || !bytes.StartsWith(Magic))
        {
            return null;
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]);
        if (length < 16 || length > bytes.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]) != Crc32C.Of(bytes[..(length - 4)]))
        {
            return null;
        }

        if (version > Version || bytes[12] > SegmentCipher.Number)
        {
            throw new JournalFormatException($"{where}, header (cipher {bytes[12]})", version, Version);
        }

        if (length != Length || bytes[13] > DeviceId.MaxLength
            || !DeviceId.TryParse(Encoding.ASCII.GetString(bytes.Slice(DeviceOffset, bytes[13])), out var device)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) != segment)
        {
            return null;
        }

        return new SegmentHeader(
            segment,
            BinaryPrimitives.ReadUInt128LittleEndian(bytes[24..]),
            device,
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            new Hlc(BinaryPrimitives.ReadUInt64LittleEndian(bytes[56..])),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[64..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[72..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[80..]))
        {
            KeyNumber = bytes[12] == 0 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(bytes[88..]),
        };
    }
}
