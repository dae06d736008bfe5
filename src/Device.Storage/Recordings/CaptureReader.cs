using System.Buffers.Binary;

namespace Device.Storage;

/// <summary>Reads a capture from its begin to the first chunk that is not whole, which a power cut leaves at the end. Not thread-safe.</summary>
public sealed class CaptureReader
{
    private readonly Stream _stream;
    private readonly string _source;
    private readonly byte[] _chunk = new byte[CaptureFormat.MostLength];
    private readonly short[] _samples = new short[CaptureFormat.MostSamples];
    private long _offset;

    /// <summary>Opens a capture.</summary>
    /// <param name="stream">The blob's content, from its first byte; not closed.</param>
    /// <param name="source">Its name, for errors.</param>
    /// <exception cref="RecordingFormatException">It is no capture, or one of another version.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public CaptureReader(Stream stream, string source)
    {
        (_stream, _source) = (stream, source);
        var header = new byte[CaptureFormat.HeaderLength];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        Begun = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(CaptureFormat.ReadHeader(header.AsSpan(0, read), source), 0, 253_402_300_799_999));
        _offset = read;
    }

    /// <summary>When the recording was begun.</summary>
    public DateTimeOffset Begun { get; }

    /// <summary>The place after the last sample that was read, lost ones counted.</summary>
    public long End { get; private set; }

    /// <summary>Samples that were lost before the last one that was read.</summary>
    public long Lost { get; private set; }

    /// <summary>Bytes at the end that are no whole chunk; known once all was read.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Reads the next chunk.</summary>
    /// <param name="position">The place of its first sample; not before the end of the chunk before it.</param>
    /// <param name="samples">Its samples, good until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="RecordingFormatException">A chunk that is whole lies before the one before it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Read(out long position, out ReadOnlyMemory<short> samples)
    {
        (position, samples) = (End, default);
        var got = _stream.ReadAtLeast(_chunk.AsSpan(0, CaptureFormat.HeadLength), CaptureFormat.HeadLength, throwOnEndOfStream: false);
        var count = got == CaptureFormat.HeadLength ? CaptureFormat.ReadHead(_chunk, out position) : 0;
        var length = CaptureFormat.HeadLength + (count * 2);
        if (count > 0)
        {
            got += _stream.ReadAtLeast(_chunk.AsSpan(CaptureFormat.HeadLength, count * 2), count * 2, throwOnEndOfStream: false);
        }

        if (count == 0 || got < length || !CaptureFormat.IsWhole(_chunk.AsSpan(0, length)))
        {
            TornBytes = got + Drain();
            return false;
        }

        if (position < End)
        {
            throw new RecordingFormatException(_source, _offset + 8, "position", $"{position} found, {End} or more expected");
        }

        for (var i = 0; i < count; i++)
        {
            _samples[i] = BinaryPrimitives.ReadInt16LittleEndian(_chunk.AsSpan(CaptureFormat.HeadLength + (i * 2)));
        }

        Lost += position - End;
        End = position + count;
        _offset += length;
        samples = _samples.AsMemory(0, count);
        return true;
    }

    private long Drain()
    {
        var (rest, buffer) = (0L, new byte[64 * 1024]);
        for (int read; (read = _stream.Read(buffer)) > 0;)
        {
            rest += read;
        }

        return rest;
    }
}
