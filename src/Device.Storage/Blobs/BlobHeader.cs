using System.Buffers.Binary;
using System.Text;

namespace Device.Storage;

/// <summary>The first bytes of a blob's file: <c>docs/formats/blobs.md</c>. Little-endian.</summary>
/// <param name="KeyNumber">The key; 0 when it is not encrypted.</param>
/// <param name="Salt">Random: the blob's own key is made from it, and it is part of every checksum.</param>
/// <param name="BegunMilliseconds">When it was begun, Unix time.</param>
/// <param name="Label">At most 64 ASCII characters.</param>
internal sealed record BlobHeader(ulong KeyNumber, UInt128 Salt, long BegunMilliseconds, string Label)
{
    public const int Length = 128;
    public const int MaxLabel = 64;
    public const ushort Version = 1;
    private const int LabelOffset = 48;
    private const int CrcOffset = Length - 4;

    public DateTimeOffset Begun => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(BegunMilliseconds, 0, 253_402_300_799_999));

    private static ReadOnlySpan<byte> Magic => "DEVBLOB\n"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        var span = bytes.AsSpan();
        Magic.CopyTo(span);
        BinaryPrimitives.WriteUInt16LittleEndian(span[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(span[10..], Length);
        span[12] = KeyNumber == 0 ? (byte)0 : SegmentCipher.Number;
        span[13] = (byte)Label.Length;
        BinaryPrimitives.WriteUInt64LittleEndian(span[16..], KeyNumber);
        BinaryPrimitives.WriteUInt128LittleEndian(span[24..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(span[40..], BegunMilliseconds);
        Encoding.ASCII.GetBytes(Label, span[LabelOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[CrcOffset..], Crc32C.Of(span[..CrcOffset]));
        return bytes;
    }

    /// <returns>The header; null when the bytes are not a whole one.</returns>
    /// <exception cref="JournalFormatException">It is of a newer version.</exception>
    public static BlobHeader? TryRead(ReadOnlySpan<byte> bytes, string where)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcOffset..]) != Crc32C.Of(bytes[..CrcOffset]))
        {
            return null;
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (version > Version || bytes[12] > SegmentCipher.Number)
        {
            throw new JournalFormatException($"{where}, header (cipher {bytes[12]})", version, Version);
        }

        return bytes[13] > MaxLabel
            ? null
            : new BlobHeader(
                bytes[12] == 0 ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
                BinaryPrimitives.ReadUInt128LittleEndian(bytes[24..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
                Encoding.ASCII.GetString(bytes.Slice(LabelOffset, bytes[13])));
    }
}
