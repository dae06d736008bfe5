using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>Records as bytes: <c>docs/formats/journal.md</c>. Little-endian.</summary>
internal static class RecordCodec
{
    /// <summary>The highest version that is read; 1 is written in segments that are neither encrypted nor compacted.</summary>
    public const byte Version = 2;

    /// <summary>In the type's byte, from version 2 on: the payload is encrypted.</summary>
    public const byte Encrypted = 0x80;

    /// <summary>Bytes before the device's name.</summary>
    public const int HeaderLength = 56;

    /// <summary>The 16 are for the tag of an encrypted payload.</summary>
    public const int MaxLength = HeaderLength + DeviceId.MaxLength + FactLimits.BodyBytes + 16;

    /// <summary>Bytes a record takes.</summary>
    public static int LengthOf(in JournalRecord record, bool encrypted = false) =>
        HeaderLength + record.Id.Device.Value.Length + record.Payload.Length + (encrypted && record.IsFact ? SegmentCipher.TagLength : 0);

    public static void Write(in JournalRecord record, byte version, ulong segment, SegmentCipher? cipher, IBufferWriter<byte> output)
    {
        var device = record.Id.Device.Value;
        var encrypts = cipher is not null && record.IsFact;
        var length = LengthOf(record, encrypts);
        var span = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], ~(uint)length);
        span[12] = version;
        span[13] = (byte)((byte)record.Type | (encrypts ? Encrypted : 0));
        span[14] = (byte)record.Kind;
        span[15] = (byte)device.Length;
        BinaryPrimitives.WriteInt64LittleEndian(span[16..], record.Position);
        BinaryPrimitives.WriteInt64LittleEndian(span[24..], record.DurableThrough);
        BinaryPrimitives.WriteUInt64LittleEndian(span[32..], record.Time.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(span[40..], record.Id.Epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(span[48..], record.Id.Sequence);
        Encoding.ASCII.GetBytes(device, span[HeaderLength..]);
        var payload = span[(HeaderLength + device.Length)..];
        if (encrypts)
        {
            cipher!.Seal(Head(span), record.Position, record.Payload.Span, payload);
        }
        else
        {
            record.Payload.Span.CopyTo(payload);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], Checksum(span, segment));
        output.Advance(length);
    }

    /// <summary>Reads the length at a record's start.</summary>
    /// <returns>The length, or 0 when the bytes do not start a record: fewer than 8, or the two copies differ, or out of bounds.</returns>
    public static int PeekLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return length == ~BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) && length is >= HeaderLength and <= MaxLength ? (int)length : 0;
    }

    /// <summary>Whether whole record bytes carry the right checksum.</summary>
    public static bool IsSound(ReadOnlySpan<byte> record, ulong segment) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[8..]) == Checksum(record, segment)
        && HeaderLength + record[15] <= record.Length;

    /// <summary>What the encryption of a payload is bound to: the record from its version to its device's name.</summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> record) => record[12..(HeaderLength + record[15])];

    public static bool IsEncrypted(ReadOnlySpan<byte> record) => record[12] > 1 && (record[13] & Encrypted) != 0;

    /// <summary>Reads a sound record of a version this program knows; an encrypted payload is left as it is.</summary>
    public static JournalRecord Read(ReadOnlyMemory<byte> record, DeviceId device)
    {
        var span = record.Span;
        return new JournalRecord(
            (RecordType)(span[12] > 1 ? span[13] & ~Encrypted : span[13]),
            (FactKind)span[14],
            BinaryPrimitives.ReadInt64LittleEndian(span[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(span[24..]),
            new Hlc(BinaryPrimitives.ReadUInt64LittleEndian(span[32..])),
            new FactId(device, BinaryPrimitives.ReadUInt64LittleEndian(span[40..]), BinaryPrimitives.ReadUInt64LittleEndian(span[48..])),
            record[(HeaderLength + span[15])..]);
    }

    private static uint Checksum(ReadOnlySpan<byte> record, ulong segment) => Crc32C.End(
        Crc32C.Add(Crc32C.Add(Crc32C.Add(Crc32C.Start, record[..8]), record[12..]), segment));
}
