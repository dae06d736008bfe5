using System.Buffers.Binary;
using Device.Core.Speech;

namespace Device.Storage;

/// <summary>
/// Reads what <see cref="OpusWriter"/> wrote, from anywhere in it, as samples of 16 kHz. Every page is checked before it is decoded.
/// Not thread-safe.
/// </summary>
public sealed class OpusReader : IDisposable
{
    private const int MostPacketSamples = AudioFrame.SampleRate * 120 / 1_000;
    private const int PreRoll = AudioFrame.SampleRate * 80 / 1_000;

    private readonly Stream _stream;
    private readonly string _source;
    private readonly nint _decoder;
    private readonly byte[] _page = new byte[OggPage.MostLength];
    private readonly short[] _decoded = new short[MostPacketSamples];
    private readonly long _audio;
    private readonly int _skip;
    private readonly List<(long Offset, long From)> _pages = [];
    private int _segment;
    private int _segments;
    private int _body;
    private long _decodedTo;
    private int _ready;
    private int _taken;
    private bool _isDisposed;

    /// <summary>Opens a file and goes once through the heads of its pages.</summary>
    /// <param name="stream">The file; seekable; not closed.</param>
    /// <param name="source">Its name, for errors.</param>
    /// <exception cref="RecordingFormatException">It is not Opus in Ogg as it is written here.</exception>
    /// <exception cref="IOException">It cannot be read, or libopus is missing.</exception>
    public OpusReader(Stream stream, string source)
    {
        (_stream, _source) = (stream, source);
        stream.Position = 0;
        var head = ReadPage() && _segments > 0 ? Packet().ToArray() : [];
        Require(head.Length >= 19 && head.AsSpan().StartsWith("OpusHead"u8), 0, "OpusHead", "a first page with it expected");
        Require(head[8] < 16 && head[9] == 1, 8, "OpusHead", $"version {head[8]} with {head[9]} channels found, version 1 with one channel expected");
        _skip = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10));
        var second = stream.Position;
        Require(ReadPage() && _segments > 0 && Packet().StartsWith("OpusTags"u8), second, "OpusTags", "a second page with it expected");
        _audio = stream.Position;
        Samples = Index();
        _decoder = OpusNative.Guard(() =>
        {
            var decoder = OpusNative.CreateDecoder(AudioFrame.SampleRate, 1, out var error);
            OpusNative.Check(error, "make a decoder");
            return decoder;
        });
        try
        {
            Seek(0);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many samples there are.</summary>
    public long Samples { get; }

    /// <summary>The next sample to be read.</summary>
    public long Position { get; private set; }

    /// <summary>Goes to a sample.</summary>
    /// <param name="sample">0 to <see cref="Samples"/>.</param>
    /// <exception cref="RecordingFormatException">A page is damaged.</exception>
    public void Seek(long sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sample, Samples);

        // A decoder needs a moment before what it is to give out, since packets lean on those before them.
        var place = sample + (_skip / OpusWriter.Granules);
        var index = Math.Max(0, _pages.FindLastIndex(p => p.From <= Math.Max(0, place - PreRoll)));
        (_stream.Position, _decodedTo) = (_pages.Count == 0 ? _audio : _pages[index].Offset, _pages.Count == 0 ? 0 : _pages[index].From);
        (_segment, _segments, _ready, _taken) = (0, 0, 0, 0);
        Position = sample;
        while (_decodedTo < place && Decode())
        {
        }

        _taken = Math.Max(0, _ready - (int)Math.Max(0, _decodedTo - place));
    }

    /// <summary>Reads samples.</summary>
    /// <param name="samples">Receives them.</param>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="RecordingFormatException">A page is damaged.</exception>
    public int Read(Span<short> samples)
    {
        var given = 0;
        samples = samples[..(int)Math.Min(samples.Length, Samples - Position)];
        while (given < samples.Length)
        {
            if (_taken == _ready && !Decode())
            {
                throw new RecordingFormatException(_source, _stream.Position, "packets", $"the file ends after {Position} samples, {Samples} expected");
            }

            var count = Math.Min(samples.Length - given, _ready - _taken);
            _decoded.AsSpan(_taken, count).CopyTo(samples[given..]);
            _taken += count;
            given += count;
            Position += count;
        }

        return given;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed && _decoder != 0)
        {
            OpusNative.DestroyDecoder(_decoder);
        }

        _isDisposed = true;
    }

    /// <summary>Where each page's sound begins, from the page heads alone.</summary>
    private long Index()
    {
        var (from, last) = (0L, (long)_skip);
        while (true)
        {
            var offset = _stream.Position;
            if (!ReadPage())
            {
                break;
            }

            var granule = BinaryPrimitives.ReadInt64LittleEndian(_page.AsSpan(6));
            Require(granule >= 0 && granule / OpusWriter.Granules >= from && granule <= CaptureFormat.MostPosition * OpusWriter.Granules, offset + 6, "granule", $"{granule} found, {from * OpusWriter.Granules} or more expected");
            _pages.Add((offset, from));
            (from, last) = (granule / OpusWriter.Granules, granule);
        }

        return Math.Max(0, (last - _skip) / OpusWriter.Granules);
    }

    private bool Decode()
    {
        while (_segment >= _segments)
        {
            if (!ReadPage())
            {
                return false;
            }
        }

        var packet = Packet();
        var count = OpusNative.Decode(_decoder, packet, packet.Length, _decoded, _decoded.Length, 0);
        Require(count > 0, _stream.Position, "packet", $"libopus cannot decode {packet.Length} bytes ({count})");
        (_ready, _taken) = (count, 0);
        _decodedTo += count;
        return true;
    }

    /// <summary>The next packet of the page; a file written here never cuts one over two pages.</summary>
    private ReadOnlySpan<byte> Packet()
    {
        var length = PacketLength(_segment);
        ReadOnlySpan<byte> packet = _page.AsSpan(_body, length);
        _segment += OggPage.SegmentsOf(length);
        _body += length;
        return packet;
    }

    private int PacketLength(int segment)
    {
        var length = 0;
        for (; segment < _segments; segment++)
        {
            length += _page[OggPage.HeadLength + segment];
            if (_page[OggPage.HeadLength + segment] < 255)
            {
                return length;
            }
        }

        throw new RecordingFormatException(_source, _stream.Position, "lacing", "a packet goes on in the next page, whole ones expected");
    }

    /// <returns>False at the end of the file.</returns>
    private bool ReadPage()
    {
        var offset = _stream.Position;
        var got = _stream.ReadAtLeast(_page.AsSpan(0, OggPage.HeadLength), OggPage.HeadLength, throwOnEndOfStream: false);
        if (got == 0)
        {
            return false;
        }

        Require(got == OggPage.HeadLength && _page.AsSpan().StartsWith("OggS\0"u8) && (_page[5] & OggPage.Continued) == 0, offset, "page", "a whole Ogg page expected");
        var segments = (int)_page[26];
        var table = _page.AsSpan(OggPage.HeadLength, segments);
        Require(_stream.ReadAtLeast(table, segments, throwOnEndOfStream: false) == segments, offset, "page", "the file ends in its head");
        var length = 0;
        foreach (var lacing in table)
        {
            length += lacing;
        }

        var total = OggPage.HeadLength + segments + length;
        Require(_stream.ReadAtLeast(_page.AsSpan(OggPage.HeadLength + segments, length), length, throwOnEndOfStream: false) == length, offset, "page", $"the file ends in it, {total} bytes expected");
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(_page.AsSpan(22));
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(22), 0);
        Require(OggPage.Checksum(_page.AsSpan(0, total)) == checksum, offset + 22, "checksum", $"{checksum:x8} found, {OggPage.Checksum(_page.AsSpan(0, total)):x8} expected");
        (_segment, _segments, _body) = (0, segments, OggPage.HeadLength + segments);
        return true;
    }

    private void Require(bool holds, long offset, string field, string expected)
    {
        if (!holds)
        {
            throw new RecordingFormatException(_source, offset, field, expected);
        }
    }
}
