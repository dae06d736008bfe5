using System.Buffers.Binary;
using System.Text;
using Device.Core.Speech;

namespace Device.Storage;

/// <summary>
/// Writes speech as Opus in an Ogg file (RFC 7845): 16 kHz, one channel, 20 ms packets, a page a second. A file holds exactly the
/// samples that were written: the last page says how many. Not thread-safe.
/// </summary>
public sealed class OpusWriter : IDisposable
{
    /// <summary>Bits a second: about 11 MB an hour.</summary>
    public const int StandardBitRate = 24_000;

    internal const int Granules = 48_000 / AudioFrame.SampleRate;

    private const int MostPacket = 1_275;
    private const int PacketsPerPage = 50;
    private const int Complexity = 5;

    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> _output;
    private readonly nint _encoder;
    private readonly uint _serial;
    private readonly int _skip;
    private readonly short[] _frame = new short[AudioFrame.Length];
    private readonly byte[] _packets = new byte[PacketsPerPage * MostPacket];
    private readonly int[] _lengths = new int[PacketsPerPage];
    private readonly byte[] _page = new byte[OggPage.MostLength];
    private int _filled;
    private int _held;
    private int _segments;
    private int _count;
    private uint _number;
    private long _encoded;
    private bool _isDisposed;

    private OpusWriter(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> output, uint serial, int bitRate)
    {
        (_output, _serial) = (output, serial);
        _encoder = OpusNative.Guard(() =>
        {
            var encoder = OpusNative.CreateEncoder(AudioFrame.SampleRate, 1, OpusNative.Voice, out var error);
            OpusNative.Check(error, "make an encoder");
            return encoder;
        });
        OpusNative.Check(OpusNative.Set(_encoder, OpusNative.SetBitRate, bitRate), "set the bit rate");
        OpusNative.Check(OpusNative.Set(_encoder, OpusNative.SetVariable, 1), "vary the bit rate");
        OpusNative.Check(OpusNative.Set(_encoder, OpusNative.SetComplexity, Complexity), "set its complexity");
        OpusNative.Check(OpusNative.Set(_encoder, OpusNative.SetSignal, OpusNative.SignalVoice), "expect a voice");
        OpusNative.Check(OpusNative.Get(_encoder, OpusNative.GetLookahead, out _skip), "say how far it looks ahead");
    }

    /// <summary>Samples that were taken.</summary>
    public long Samples { get; private set; }

    /// <summary>The encoder counts its delay in its own samples, the file in those of 48 kHz.</summary>
    private int Skip48 => _skip * Granules;

    /// <summary>Begins a file.</summary>
    /// <param name="output">Takes its bytes in order.</param>
    /// <param name="serial">The stream's number, any.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    /// <param name="bitRate">Bits a second, 6,000 to 128,000.</param>
    /// <returns>Takes samples.</returns>
    /// <exception cref="IOException">libopus is missing or fails.</exception>
    public static async ValueTask<OpusWriter> BeginAsync(
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> output, uint serial, CancellationToken cancellationToken, int bitRate = StandardBitRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bitRate, 6_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitRate, 128_000);
        var writer = new OpusWriter(output, serial, bitRate);
        try
        {
            await writer.HeadersAsync(cancellationToken);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Adds samples.</summary>
    /// <param name="samples">Any number, 16 kHz.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">libopus or the output fails.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        Samples += samples.Length;
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, _frame.Length - _filled);
            samples[..count].CopyTo(_frame.AsMemory(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == _frame.Length)
            {
                await EncodeAsync(cancellationToken);
            }
        }
    }

    /// <summary>Ends the file.</summary>
    /// <param name="cancellationToken">Stops before it ends.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">libopus or the output fails.</exception>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        // What the encoder still holds back comes with silence; the last page's number cuts it to length.
        while (_encoded < Samples + _skip || _filled > 0)
        {
            _frame.AsSpan(_filled).Clear();
            await EncodeAsync(cancellationToken, mayFlush: false);
        }

        await FlushAsync(OggPage.Last, Skip48 + (Samples * Granules), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            OpusNative.DestroyEncoder(_encoder);
        }
    }

    private async ValueTask HeadersAsync(CancellationToken cancellationToken)
    {
        var head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        (head[8], head[9]) = (1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), (ushort)Skip48);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), AudioFrame.SampleRate);
        await PageAsync(OggPage.First, head, cancellationToken);
        var vendor = Encoding.ASCII.GetBytes("Device");
        var tags = new byte[8 + 4 + vendor.Length + 4];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(8), vendor.Length);
        vendor.CopyTo(tags, 12);
        await PageAsync(0, tags, cancellationToken);
    }

    private ValueTask PageAsync(byte flags, byte[] packet, CancellationToken cancellationToken)
    {
        packet.CopyTo(_packets, 0);
        (_lengths[0], _count, _held) = (packet.Length, 1, packet.Length);
        return FlushAsync(flags, 0, cancellationToken);
    }

    private async ValueTask EncodeAsync(CancellationToken cancellationToken, bool mayFlush = true)
    {
        // A page must have room for the packet, of which it is only known that it is at most so long.
        if (_count == PacketsPerPage || _segments + OggPage.SegmentsOf(MostPacket) > OggPage.MostSegments)
        {
            await FlushAsync(0, _encoded * Granules, cancellationToken);
        }

        var length = OpusNative.Check(OpusNative.Encode(_encoder, _frame, _frame.Length, _packets.AsSpan(_held, MostPacket), MostPacket), "encode");
        _lengths[_count++] = length;
        _segments += OggPage.SegmentsOf(length);
        _held += length;
        _encoded += _frame.Length;
        _filled = 0;
        if (mayFlush && _count == PacketsPerPage)
        {
            await FlushAsync(0, _encoded * Granules, cancellationToken);
        }
    }

    private async ValueTask FlushAsync(byte flags, long granule, CancellationToken cancellationToken)
    {
        var length = OggPage.Write(flags, granule, _serial, _number++, _lengths.AsSpan(0, _count), _packets.AsSpan(0, _held), _page);
        (_count, _held, _segments) = (0, 0, 0);
        await _output(_page.AsMemory(0, length), cancellationToken);
    }
}
