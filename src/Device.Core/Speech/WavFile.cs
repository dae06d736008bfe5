using System.Buffers.Binary;

namespace Device.Core.Speech;

/// <summary>Reads and writes RIFF WAVE files of 16-bit PCM, 8 to 48 kHz, 1 to 8 channels. Bounded: see <see cref="MostSeconds"/>.</summary>
/// <remarks>
/// Chunks that are not known are skipped. A data chunk whose length says "unknown" (0 or 0xFFFFFFFF with the file ending in it), as written into
/// a pipe or cut off by a power failure, goes to the end of the stream. Format: Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0", and
/// WAVE_FORMAT_EXTENSIBLE with the PCM subformat.
/// </remarks>
public static class WavFile
{
    /// <summary>The longest sound that is read whole, unless the caller asks for less: an hour.</summary>
    public const int MostSeconds = 3_600;

    private const int LeastRate = 8_000;
    private const int MostRate = 48_000;
    private const int MostChannels = 8;
    private const int MostChunks = 1_024;
    private const int HeaderLength = 44;
    private const int Pcm = 1;
    private const int Extensible = 0xFFFE;
    private const uint Unknown = uint.MaxValue;

    /// <summary>Reads a whole file.</summary>
    /// <param name="stream">The file, from its first byte; not closed.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="mostSeconds">The longest sound, 1 to <see cref="MostSeconds"/>.</param>
    /// <returns>The sound.</returns>
    /// <exception cref="WavFormatException">It is no such file, or longer.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static async Task<WavAudio> ReadAsync(Stream stream, string source, CancellationToken cancellationToken, int mostSeconds = MostSeconds)
    {
        var reader = new WavReader(stream, source);
        var riff = await reader.TakeAsync(12, "RIFF header", cancellationToken);
        reader.Expect(riff.AsSpan(0, 4).SequenceEqual("RIFF"u8), 0, "RIFF", riff.AsSpan(0, 4), "RIFF");
        reader.Expect(riff.AsSpan(8, 4).SequenceEqual("WAVE"u8), 8, "WAVE", riff.AsSpan(8, 4), "WAVE");
        (int Rate, int Channels)? format = null;
        for (var chunk = 0; chunk < MostChunks; chunk++)
        {
            var at = reader.Position;
            var head = await reader.TakeAsync(8, format is null ? "fmt chunk" : "data chunk", cancellationToken);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            if (head.AsSpan(0, 4).SequenceEqual("fmt "u8))
            {
                format = await FormatAsync(reader, at, length, cancellationToken);
            }
            else if (head.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                var (rate, channels) = format ?? throw reader.Error(at, "data", "comes before the fmt chunk, which was expected first");
                return new WavAudio(rate, channels, await DataAsync(reader, length, channels, (long)rate * channels * 2 * mostSeconds, cancellationToken));
            }
            else
            {
                // Chunks are padded to an even length.
                await reader.SkipAsync(length + (length & 1), cancellationToken);
            }
        }

        throw reader.Error(reader.Position, "chunks", $"more than {MostChunks}, a data chunk among the first expected");
    }

    /// <summary>The header of a file with one channel.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="samples">How many; null when that is not known yet, which reads to the end of the file.</param>
    /// <returns>44 bytes, after which the samples follow, little-endian.</returns>
    public static byte[] Header(int sampleRate, int? samples)
    {
        var header = new byte[HeaderLength];
        var bytes = samples is { } count ? (uint)count * 2 : Unknown;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), samples is null ? Unknown : bytes + HeaderLength - 8);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), sampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), bytes);
        return header;
    }

    /// <summary>A whole file with one channel.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="samples">The samples.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] ToBytes(int sampleRate, ReadOnlySpan<short> samples)
    {
        var bytes = new byte[HeaderLength + (samples.Length * 2)];
        Header(sampleRate, samples.Length).CopyTo(bytes, 0);
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderLength + (i * 2)), samples[i]);
        }

        return bytes;
    }

    private static async Task<(int Rate, int Channels)> FormatAsync(WavReader reader, long at, uint length, CancellationToken cancellationToken)
    {
        if (length is < 16 or > 1_024)
        {
            throw reader.Error(at + 4, "fmt.length", $"{length} bytes, 16 to 1024 expected");
        }

        var fmt = await reader.TakeAsync((int)(length + (length & 1)), "fmt chunk", cancellationToken);
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt);
        if (tag == Extensible && length >= 40)
        {
            tag = BinaryPrimitives.ReadUInt16LittleEndian(fmt.AsSpan(24));
        }

        var (channels, rate) = (BinaryPrimitives.ReadUInt16LittleEndian(fmt.AsSpan(2)), BinaryPrimitives.ReadUInt32LittleEndian(fmt.AsSpan(4)));
        var (align, bits) = (BinaryPrimitives.ReadUInt16LittleEndian(fmt.AsSpan(12)), BinaryPrimitives.ReadUInt16LittleEndian(fmt.AsSpan(14)));
        var data = at + 8;
        reader.Expect(tag == Pcm, data, "fmt.format", tag, "1 (PCM)");
        reader.Expect(channels is >= 1 and <= MostChannels, data + 2, "fmt.channels", channels, "1 to 8");
        reader.Expect(rate is >= LeastRate and <= MostRate, data + 4, "fmt.sampleRate", rate, "8000 to 48000 Hz");
        reader.Expect(bits == 16, data + 14, "fmt.bitsPerSample", bits, "16");
        reader.Expect(align == channels * 2, data + 12, "fmt.blockAlign", align, "2 bytes for each channel");
        return ((int)rate, channels);
    }

    private static async Task<short[]> DataAsync(WavReader reader, uint length, int channels, long most, CancellationToken cancellationToken)
    {
        var at = reader.Position;
        var isUnknown = length is 0 or Unknown;
        if (!isUnknown && length > most)
        {
            throw reader.Error(at - 4, "data.length", $"{length} bytes, at most {most} expected");
        }

        var bytes = await reader.TakeUpToAsync(isUnknown ? most + 1 : length, cancellationToken);
        if (bytes.Length > most)
        {
            throw reader.Error(at, "data", $"more than {most} bytes, at most that expected");
        }

        if (!isUnknown && bytes.Length < length)
        {
            throw reader.Error(at + bytes.Length, "data", $"ends after {bytes.Length} bytes, {length} expected");
        }

        var samples = new short[bytes.Length / (2 * channels) * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.Span[(i * 2)..]);
        }

        return samples;
    }
}
