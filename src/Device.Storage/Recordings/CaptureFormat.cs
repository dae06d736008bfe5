using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Device.Core.Speech;

namespace Device.Storage;

/// <summary>The bytes of a capture, the content of the blob that a recording is written into: <c>docs/formats/recording.md</c>. Little-endian.</summary>
internal static class CaptureFormat
{
    public const int HeaderLength = 32;
    public const int HeadLength = 16;
    public const int MostSamples = AudioFrame.SampleRate;
    public const int MostLength = HeadLength + (MostSamples * 2);
    public const ushort Version = 1;

    /// <summary>A week of sound: what no recording reaches.</summary>
    public const long MostPosition = 7L * 24 * 3_600 * AudioFrame.SampleRate;

    private const byte Sound = 1;

    private static ReadOnlySpan<byte> Magic => "DEVCAPT\n"u8;

    public static byte[] Header(long begunMilliseconds)
    {
        var bytes = new byte[HeaderLength];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), AudioFrame.SampleRate);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), begunMilliseconds);
        return bytes;
    }

    /// <returns>When it was begun, Unix milliseconds.</returns>
    /// <exception cref="RecordingFormatException">It is no such header.</exception>
    public static long ReadHeader(ReadOnlySpan<byte> bytes, string source)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
        {
            throw new RecordingFormatException(source, 0, "magic", $"{Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])} found, {Convert.ToHexString(Magic)} expected");
        }

        var (version, rate) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
        if (version != Version)
        {
            throw new RecordingFormatException(source, 8, "version", $"{version} found, {Version} expected");
        }

        return rate == AudioFrame.SampleRate
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes[16..])
            : throw new RecordingFormatException(source, 12, "sampleRate", $"{rate} found, {AudioFrame.SampleRate} expected");
    }

    /// <returns>How many bytes were written.</returns>
    public static int Write(long position, ReadOnlySpan<short> samples, Span<byte> into)
    {
        var length = HeadLength + (samples.Length * 2);
        into[0] = Sound;
        into[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(into[2..], (ushort)samples.Length);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], position);
        var data = into[HeadLength..length];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(samples).CopyTo(data);
        }
        else
        {
            for (var i = 0; i < samples.Length; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(data[(i * 2)..], samples[i]);
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], Checksum(into[..length]));
        return length;
    }

    /// <returns>Samples of the chunk; 0 when the head is not one.</returns>
    public static int ReadHead(ReadOnlySpan<byte> head, out long position)
    {
        position = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        int samples = BinaryPrimitives.ReadUInt16LittleEndian(head[2..]);
        return head[0] == Sound && head[1] == 0 && samples <= MostSamples && position is >= 0 and <= MostPosition ? samples : 0;
    }

    public static bool IsWhole(ReadOnlySpan<byte> chunk) => BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]) == Checksum(chunk);

    private static uint Checksum(ReadOnlySpan<byte> chunk) => Crc32C.End(Crc32C.Add(Crc32C.Add(Crc32C.Start, chunk[..4]), chunk[8..]));
}
