using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>
/// Walks through a segment record by record and finds the next sound one after damage. Memory: 64 KiB, or the longest
/// record met (bounded by the format). Not thread-safe.
/// </summary>
/// <param name="file">The segment.</param>
/// <param name="segment">Its number.</param>
/// <param name="where">Its path, for messages.</param>
/// <param name="start">Where to begin.</param>
/// <param name="limit">Bytes from here on are not looked at.</param>
/// <param name="payloads">Whether payloads are wanted: one that is encrypted and does not decrypt counts as damage then, and is left as it is otherwise.</param>
/// <param name="cipher">Decrypts them; disposed with this.</param>
internal sealed class RecordScanner(
    IStorageFile file, ulong segment, string where, long start, long limit, bool payloads = false, SegmentCipher? cipher = null) : IDisposable
{
    private const int Window = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Window);
    private long _bufferStart;
    private int _bufferLength;
    private DeviceId _device;
    private byte[] _plain = [];

    /// <summary>Opens a segment to read its records with their payloads.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="segment">The segment.</param>
    /// <returns>The file and its scanner, which the caller disposes of, the scanner first.</returns>
    /// <exception cref="SegmentGoneException">It was deleted meanwhile.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static (IStorageFile File, RecordScanner Scanner) Open(IStorageFolder folder, KeyRing keys, SegmentExtent segment)
    {
        var where = $"{folder.Path}/{segment.Name}";
        IStorageFile file;
        try
        {
            file = folder.Open(segment.Name, writable: false);
        }
        catch (IOException e) when (Libc.IsMissing(e))
        {
            throw new SegmentGoneException(e);
        }

        try
        {
            return (file, new RecordScanner(
                file, segment.Id, where, segment.Start, segment.Length, payloads: true, SegmentCipher.Of(segment.Header, keys, where)));
        }
        catch
        {
            // A key that is missing: nobody else would close it.
            file.Dispose();
            throw;
        }
    }

    /// <summary>Where the next step begins.</summary>
    public long Offset { get; private set; } = start;

    /// <summary>Bytes from here on are not looked at. May grow.</summary>
    public long Limit { get; set; } = limit;

    /// <summary>Where the last step began.</summary>
    public long StepOffset { get; private set; }

    /// <summary>The version of the last record.</summary>
    public byte Version { get; private set; }

    /// <summary>The record of the last step that came to one; its payload is valid until the next step.</summary>
    public JournalRecord Record { get; private set; }

    /// <exception cref="JournalFormatException">A sound record is of a newer version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ScanStep Next()
    {
        StepOffset = Offset;
        if (Offset >= Limit)
        {
            return ScanStep.End;
        }

        if (TryReadAt(Offset))
        {
            return ScanStep.Record;
        }

        Offset = FindSound(Offset + 1);
        return ScanStep.Damage;
    }

    /// <summary>Makes the next step the last one again.</summary>
    public void Back() => Offset = StepOffset;

    public void Dispose()
    {
        cipher?.Dispose();
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool TryReadAt(long offset)
    {
        if (!TrySoundAt(offset, out var record))
        {
            return false;
        }

        if (record.Span[12] > RecordCodec.Version)
        {
            throw new JournalFormatException($"{where}, record at byte {offset}", record.Span[12], RecordCodec.Version);
        }

        var name = record.Span.Slice(RecordCodec.HeaderLength, record.Span[15]);
        if (!Ascii.Equals(name, _device.Value) && !DeviceId.TryParse(Encoding.ASCII.GetString(name), out _device))
        {
            return false;
        }

        var read = RecordCodec.Read(record, _device);
        if (payloads && RecordCodec.IsEncrypted(record.Span) && !TryDecrypt(record.Span, ref read))
        {
            return false;
        }

        (Record, Version) = (read, record.Span[12]);
        Offset = offset + record.Length;
        return true;
    }

    private bool TryDecrypt(ReadOnlySpan<byte> record, ref JournalRecord read)
    {
        if (cipher is null || read.Payload.Length < SegmentCipher.TagLength)
        {
            return false;
        }

        var length = read.Payload.Length - SegmentCipher.TagLength;
        if (_plain.Length < length)
        {
            _plain = new byte[Math.Max(length, 4096)];
        }

        if (!cipher.TryOpen(RecordCodec.Head(record), read.Position, read.Payload.Span, _plain))
        {
            return false;
        }

        read = read with { Payload = _plain.AsMemory(0, length) };
        return true;
    }

    private bool TrySoundAt(long offset, out ReadOnlyMemory<byte> record)
    {
        record = default;
        var length = RecordCodec.PeekLength(Peek(offset, 8).Span);
        if (length == 0 || offset + length > Limit)
        {
            return false;
        }

        record = Peek(offset, length);
        return record.Length == length && RecordCodec.IsSound(record.Span, segment);
    }

    /// <summary>The offset of the next sound record, or the limit. A length and its complement, side by side, are the trace.</summary>
    private long FindSound(long from)
    {
        while (from + RecordCodec.HeaderLength <= Limit)
        {
            var window = Peek(from, Window).Span;
            if (window.Length < RecordCodec.HeaderLength)
            {
                break;
            }

            var found = -1;
            for (var i = 0; i + 8 <= window.Length; i++)
            {
                var first = BinaryPrimitives.ReadUInt32LittleEndian(window[i..]);
                if (first == ~BinaryPrimitives.ReadUInt32LittleEndian(window[(i + 4)..]))
                {
                    found = i;
                    break;
                }
            }

            if (found < 0)
            {
                from += window.Length - 7;
            }
            else if (TrySoundAt(from + found, out _))
            {
                return from + found;
            }
            else
            {
                from += found + 1;
            }
        }

        return Limit;
    }

    /// <summary>Bytes from the file, through the buffer; fewer at the limit or the file's end.</summary>
    private ReadOnlyMemory<byte> Peek(long offset, int count)
    {
        count = (int)Math.Min(count, Limit - offset);
        if (offset < _bufferStart || offset + count > _bufferStart + _bufferLength)
        {
            if (count > _buffer.Length)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = ArrayPool<byte>.Shared.Rent(count);
            }

            _bufferStart = offset;
            _bufferLength = file.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, Limit - offset)), offset);
        }

        var at = (int)(offset - _bufferStart);
        return _buffer.AsMemory(at, Math.Max(0, Math.Min(count, _bufferLength - at)));
    }
}
