using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Device.Messages;

/// <summary>
/// Blob messages as bytes: <c>docs/formats/mqtt.md</c>. One byte version (1), one byte kind, then fixed fields, little-endian, and
/// data or text to the end. Pure and thread-safe.
/// </summary>
public static class BlobCodec
{
    /// <summary>Most bytes of a blob on the wire: 64 GiB.</summary>
    public const long MaxLength = 1L << 36;

    /// <summary>Most bytes that one message asks for.</summary>
    public const int MaxWanted = 1024 * 1024;

    /// <summary>Least size of a chunk that may be asked for.</summary>
    public const int MinChunk = 256;

    /// <summary>Bytes of a chunk's payload besides its data.</summary>
    public const int ChunkOverhead = 2 + 8 + 8;

    private const byte FormatVersion = 1;
    private const byte OfferKind = 1;
    private const byte ChunkKind = 2;
    private const byte StateKind = 3;
    private const byte WantKind = 4;

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message, within its limits.</param>
    /// <returns>The payload.</returns>
    public static byte[] Write(BlobMessage message)
    {
        switch (message)
        {
            case BlobMessage.Offer offer:
                var offered = Begin(OfferKind, 8);
                BinaryPrimitives.WriteInt64LittleEndian(offered.AsSpan(2), offer.Length);
                return offered;
            case BlobMessage.Chunk chunk:
                var bytes = Begin(ChunkKind, 16 + chunk.Data.Length);
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), chunk.Length);
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(10), chunk.Offset);
                chunk.Data.CopyTo(bytes.AsMemory(ChunkOverhead));
                return bytes;
            case BlobMessage.State state:
                var reason = Encoding.UTF8.GetBytes(state.Reason);
                var told = Begin(StateKind, 17 + reason.Length);
                told[2] = (byte)state.Stage;
                BinaryPrimitives.WriteInt64LittleEndian(told.AsSpan(3), state.Committed);
                BinaryPrimitives.WriteInt64LittleEndian(told.AsSpan(11), state.Length);
                reason.CopyTo(told, 19);
                return told;
            case BlobMessage.Want want:
                var asked = Begin(WantKind, 16);
                BinaryPrimitives.WriteInt64LittleEndian(asked.AsSpan(2), want.Offset);
                BinaryPrimitives.WriteInt32LittleEndian(asked.AsSpan(10), want.Count);
                BinaryPrimitives.WriteInt32LittleEndian(asked.AsSpan(14), want.ChunkBytes);
                return asked;
            default:
                throw new ArgumentException($"{message.GetType().Name} has no bytes", nameof(message));
        }
    }

    /// <summary>Reads a payload. What <see cref="Write"/> wrote reads back the same, and nothing else is read.</summary>
    /// <param name="payload">The payload; a chunk's data is a part of it and not copied.</param>
    /// <returns>The message; every field is within its limits.</returns>
    /// <exception cref="MessageFormatException">It is not a blob message.</exception>
    public static BlobMessage Read(ReadOnlyMemory<byte> payload)
    {
        var bytes = payload.Span;
        if (bytes.Length < 2 || bytes[0] != FormatVersion)
        {
            throw new MessageFormatException("payload", $"a blob message of format {FormatVersion} expected");
        }

        switch (bytes[1])
        {
            case OfferKind:
                Expect(bytes, 10, exact: true);
                return new BlobMessage.Offer(Number(bytes, 2, 0, MaxLength, "length"));
            case ChunkKind:
                return ReadChunk(payload);
            case StateKind:
                return ReadState(bytes);
            case WantKind:
                Expect(bytes, 18, exact: true);
                return new BlobMessage.Want(
                    Number(bytes, 2, 0, MaxLength, "offset"),
                    Number(BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]), 1, MaxWanted, "count"),
                    Number(BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]), MinChunk, MaxWanted, "chunk bytes"));
            default:
                throw new MessageFormatException("kind", $"{bytes[1]} is outside {OfferKind} to {WantKind}");
        }
    }

    private static BlobMessage.Chunk ReadChunk(ReadOnlyMemory<byte> payload)
    {
        var bytes = payload.Span;
        Expect(bytes, ChunkOverhead + 1, exact: false);
        var length = Number(bytes, 2, 1, MaxLength, "length");
        var data = payload[ChunkOverhead..];
        return data.Length <= length
            ? new BlobMessage.Chunk(length, Number(bytes, 10, 0, length - data.Length, "offset"), data)
            : throw new MessageFormatException("payload", $"{data.Length} bytes of a blob of {length}");
    }

    private static BlobMessage.State ReadState(ReadOnlySpan<byte> bytes)
    {
        Expect(bytes, 19, exact: false);
        var stage = (BlobStage)bytes[2];
        if (!Enum.IsDefined(stage))
        {
            throw new MessageFormatException("stage", $"{bytes[2]} is outside 0 to {(int)BlobStage.Refused}");
        }

        var length = Number(bytes, 11, 0, MaxLength, "length");
        var committed = Number(bytes, 3, 0, length, "committed");
        var reason = bytes[19..];
        if (reason.Length > RejectedFact.MaxReasonLength * 3 || !Utf8.IsValid(reason))
        {
            throw new MessageFormatException("reason", $"valid UTF-8 of at most {RejectedFact.MaxReasonLength} characters expected");
        }

        var text = Encoding.UTF8.GetString(reason);
        return text.Length <= RejectedFact.MaxReasonLength
            ? new BlobMessage.State(stage, committed, length, text)
            : throw new MessageFormatException("reason", $"{text.Length} characters, at most {RejectedFact.MaxReasonLength} expected");
    }

    private static byte[] Begin(byte kind, int rest)
    {
        var bytes = new byte[2 + rest];
        (bytes[0], bytes[1]) = (FormatVersion, kind);
        return bytes;
    }

    private static void Expect(ReadOnlySpan<byte> bytes, int length, bool exact)
    {
        if (bytes.Length < length || (exact && bytes.Length != length))
        {
            throw new MessageFormatException("payload", $"{bytes.Length} bytes, {length}{(exact ? "" : " or more")} expected");
        }
    }

    private static long Number(ReadOnlySpan<byte> bytes, int at, long least, long most, string field) =>
        Number(BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]), least, most, field);

    private static long Number(long value, long least, long most, string field) =>
        value >= least && value <= most ? value : throw new MessageFormatException(field, $"{value} is outside {least} to {most}");

    private static int Number(int value, int least, int most, string field) => (int)Number((long)value, least, most, field);
}
