using System.Buffers;
using System.Buffers.Binary;

namespace Device.Storage;

/// <summary>
/// Writes records to the segment that is open for it, one write and one sync at a time. After an error its segment is never
/// written again: <see cref="Begin"/> a new one. Used by one thread.
/// </summary>
internal sealed class SegmentAppender(IStorageFolder folder, StorageMetrics metrics, TimeProvider time, Random random, ulong highestId) : IDisposable
{
    private const int KeptBuffer = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private ulong _highestId = highestId;
    private IStorageFile? _file;

    /// <summary>The segment; null before the first.</summary>
    public SegmentExtent? Segment { get; private set; }

    /// <summary>Goes on in a segment that was closed in order.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public void Resume(SegmentExtent segment)
    {
        _file = folder.Open(segment.Name, writable: true);
        Segment = segment;
    }

    /// <summary>
    /// Begins a segment that holds records from the start. It gets its name only once they are synced: were it there
    /// without them, older copies would not count any more.
    /// </summary>
    /// <param name="header">The header; its number and salt are given here.</param>
    /// <param name="records">The records.</param>
    /// <exception cref="IOException">It could not be written, synced or named.</exception>
    public void Begin(SegmentHeader header, IReadOnlyList<JournalRecord> records)
    {
        Close();
        header = header with { Segment = ++_highestId, Salt = DrawSalt() };
        var name = SegmentExtent.NameOf(header.Segment);
        var unfinished = header.Segment.ToString("D10", null) + SegmentExtent.UnfinishedExtension;
        _buffer.ResetWrittenCount();
        _buffer.Write(header.ToBytes());
        Encode(records, header.Segment);

        var file = folder.Create(unfinished);
        try
        {
            file.Write(_buffer.WrittenSpan, 0);
            Sync(file);
            folder.Rename(unfinished, name);
            folder.SyncNames();
        }
        catch (IOException)
        {
            file.Dispose();
            Forget(unfinished);
            throw;
        }

        _file = file;
        Segment = new SegmentExtent(header.Segment, header, SegmentHeader.Length, header.FirstPosition, _buffer.WrittenCount);
    }

    /// <summary>Adds records; synced on return.</summary>
    /// <exception cref="IOException">They could not be written or synced; the segment is finished.</exception>
    public void Append(IReadOnlyList<JournalRecord> records)
    {
        var (file, segment) = (_file!, Segment!);
        _buffer.ResetWrittenCount();
        Encode(records, segment.Id);
        file.Write(_buffer.WrittenSpan, segment.Length);
        Sync(file);
        segment.Length += _buffer.WrittenCount;
        if (_buffer.Capacity > KeptBuffer)
        {
            _buffer = new ArrayBufferWriter<byte>(64 * 1024);
        }
    }

    public void Dispose() => Close();

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Frees the space of a segment that came to nothing; the next open would do it otherwise.</summary>
    private void Forget(string unfinished)
    {
        try
        {
            folder.Delete(unfinished);
        }
        catch (IOException)
        {
            // The error that is on its way says more than this one.
        }
    }

    private void Encode(IReadOnlyList<JournalRecord> records, ulong segment)
    {
        foreach (var record in records)
        {
            RecordCodec.Write(record, segment, _buffer);
        }
    }

    private void Sync(IStorageFile file)
    {
        var start = time.GetTimestamp();
        file.Sync();
        metrics.Syncs.Record(time.GetElapsedTime(start).TotalSeconds);
    }

    private UInt128 DrawSalt()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }
}
