using System.Buffers.Binary;

namespace Device.Storage;

/// <summary>
/// Writes records to the segment that is open for it, one write and one sync at a time. After an error its segment is never
/// written again: <see cref="Begin"/> a new one. Used by one thread.
/// </summary>
internal sealed class SegmentAppender(JournalParts parts, SegmentNumbers numbers) : IDisposable
{
    private readonly IStorageFolder _folder = parts.Folder;
    private IStorageFile? _file;
    private SegmentEncoder? _encoder;

    /// <summary>The segment; null before the first.</summary>
    public SegmentExtent? Segment { get; private set; }

    /// <summary>Whether its segment can be appended to.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Goes on in a segment that was closed in order and is not encrypted.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public void Resume(SegmentExtent segment)
    {
        _file = _folder.Open(segment.Name, writable: true);
        _encoder = new SegmentEncoder(segment.Header!, parts.Keys, segment.Length);
        Segment = segment;
    }

    /// <summary>
    /// Begins a segment that holds records from the start. It gets its name only once they are synced: were it there
    /// without them, older copies would not count any more.
    /// </summary>
    /// <param name="header">The header; its number, salt and key are given here.</param>
    /// <param name="records">The records.</param>
    /// <exception cref="IOException">It could not be written, synced or named.</exception>
    public void Begin(SegmentHeader header, IReadOnlyList<JournalRecord> records)
    {
        Close();
        header = header with { Segment = numbers.Next(), Salt = DrawSalt(parts.Random), KeyNumber = parts.Keys.CurrentNumber };
        var name = SegmentExtent.NameOf(header.Segment);
        var unfinished = SegmentExtent.UnfinishedNameOf(header.Segment);
        var encoder = new SegmentEncoder(header, parts.Keys, 0);
        Encode(encoder, records);

        IStorageFile? file = null;
        try
        {
            file = _folder.Create(unfinished);
            file.Write(encoder.Bytes, 0);
            Sync(file);
            _folder.Rename(unfinished, name);
            _folder.SyncNames();
        }
        catch (IOException)
        {
            encoder.Dispose();
            file?.Dispose();
            Forget(unfinished);
            throw;
        }

        encoder.Written();
        (_file, _encoder) = (file, encoder);
        Segment = new SegmentExtent(header.Segment, header, SegmentHeader.Length, header.FirstPosition, encoder.Offset);
    }

    /// <summary>Adds records; synced on return.</summary>
    /// <exception cref="IOException">They could not be written or synced; the segment is finished.</exception>
    public void Append(IReadOnlyList<JournalRecord> records)
    {
        var (file, encoder, segment) = (_file!, _encoder!, Segment!);
        Encode(encoder, records);
        file.Write(encoder.Bytes, segment.Length);
        Sync(file);
        encoder.Written();
        segment.Length = encoder.Offset;
    }

    public void Dispose() => Close();

    internal static UInt128 DrawSalt(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (random)
        {
            random.NextBytes(bytes);
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    private static void Encode(SegmentEncoder encoder, IReadOnlyList<JournalRecord> records)
    {
        foreach (var record in records)
        {
            encoder.Add(record);
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _encoder?.Dispose();
        (_file, _encoder) = (null, null);
    }

    /// <summary>Frees the space of a segment that came to nothing; the next open would do it otherwise.</summary>
    private void Forget(string unfinished)
    {
        try
        {
            _folder.Delete(unfinished);
        }
        catch (IOException)
        {
            // The error that is on its way says more than this one.
        }
    }

    private void Sync(IStorageFile file)
    {
        var start = parts.Time.GetTimestamp();
        file.Sync();
        parts.Metrics.Syncs.Record(parts.Time.GetElapsedTime(start).TotalSeconds);
    }
}
