using System.Buffers;

namespace Device.Storage;

/// <summary>
/// Turns records into a segment's bytes, in the order they will lie in the file. From version 2 on, copies of the header go
/// between them: without the salt in it nothing in an encrypted segment could be read. Used by one thread.
/// </summary>
internal sealed class SegmentEncoder : IDisposable
{
    private const int KeptBuffer = 1024 * 1024;

    /// <summary>The second copy lies in another page of the medium than the header, and the others are worth 0.1 % of the space.</summary>
    private const long FirstCopies = 4096;
    private const long CopyEvery = 256 * 1024;

    private readonly SegmentHeader _header;
    private readonly SegmentCipher? _cipher;
    private ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private long _nextCopy;

    /// <param name="header">The segment's header.</param>
    /// <param name="keys">Hold its key.</param>
    /// <param name="offset">Where in the file the next byte goes; 0 writes the header first.</param>
    /// <exception cref="StorageKeyException">The key is missing.</exception>
    public SegmentEncoder(SegmentHeader header, KeyRing keys, long offset)
    {
        (_header, Offset) = (header, offset);
        _cipher = SegmentCipher.Of(header, keys, SegmentExtent.NameOf(header.Segment));
        _nextCopy = header.FormatVersion == 1 ? long.MaxValue : offset == 0 ? SegmentHeader.Length : NextCopy(offset);
        if (offset == 0)
        {
            _buffer.Write(header.ToBytes());
        }
    }

    /// <summary>Where in the file the bytes below begin.</summary>
    public long Offset { get; private set; }

    /// <summary>What is to be written.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    public void Add(in JournalRecord record)
    {
        if (Offset + _buffer.WrittenCount >= _nextCopy || (record.Type == RecordType.Seal && _header.FormatVersion > 1))
        {
            AddCopy(record.IsFact ? record.Position - 1 : record.Position, record.DurableThrough);
        }

        Write(record);
    }

    /// <summary>Adds a copy of the header.</summary>
    public void AddCopy(long position, long durableThrough)
    {
        Write(new JournalRecord(
            RecordType.HeaderCopy, 0, position, durableThrough, _header.Clock, new(_header.Device, _header.Epoch, _header.OwnSequence), _header.ToBytes()));
        _nextCopy = NextCopy(Offset + _buffer.WrittenCount);
    }

    /// <summary>The bytes were written.</summary>
    public void Written()
    {
        Offset += _buffer.WrittenCount;
        Forget();
    }

    /// <summary>The bytes will never be written.</summary>
    public void Forget()
    {
        _buffer.ResetWrittenCount();
        if (_buffer.Capacity > KeptBuffer)
        {
            _buffer = new ArrayBufferWriter<byte>(64 * 1024);
        }
    }

    public void Dispose() => _cipher?.Dispose();

    private static long NextCopy(long offset) => offset < FirstCopies ? FirstCopies : (offset / CopyEvery * CopyEvery) + CopyEvery;

    private void Write(in JournalRecord record) => RecordCodec.Write(record, _header.FormatVersion, _header.Segment, _cipher, _buffer);
}
