using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>Reads the facts of one segment that count, says which may be dropped, and whether any is missing. Not thread-safe.</summary>
internal sealed class GroupReader : IDisposable
{
    private readonly Func<Fact, bool>? _superseded;
    private readonly IStorageFile _file;
    private readonly RecordScanner _scanner;
    private long _before;
    private long _expected;

    /// <param name="folder">The journal's folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="end">Its records count below this position.</param>
    /// <param name="superseded">Says which facts may be dropped; null drops none.</param>
    /// <exception cref="SegmentGoneException">It was deleted meanwhile.</exception>
    public GroupReader(IStorageFolder folder, KeyRing keys, SegmentExtent segment, long end, Func<Fact, bool>? superseded)
    {
        (Segment, End, _superseded) = (segment, end, superseded);
        (_before, _expected) = (segment.First - 1, segment.First);
        (_file, _scanner) = RecordScanner.Open(folder, keys, segment);
    }

    public SegmentExtent Segment { get; }

    public long End { get; }

    /// <summary>The fact of the last step; its payload is valid until the next.</summary>
    public JournalRecord Record => _scanner.Record;

    /// <summary>Its length in the file.</summary>
    public long Length => _scanner.Offset - _scanner.StepOffset;

    /// <summary>Whether it may be dropped.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>The names of facts dropped before.</summary>
    public KnownFacts DroppedBefore { get; } = new();

    /// <summary>The highest clock reading seen.</summary>
    public Hlc Clock { get; private set; }

    /// <summary>After the last step: whether nothing was damaged and every position up to the last was there or known to be dropped.</summary>
    public bool Whole { get; private set; } = true;

    /// <summary>The position after the last; below <see cref="End"/> where positions were skipped after doubt.</summary>
    public long Next => _expected;

    public bool TryNext(CancellationToken ct)
    {
        while (_scanner.Next() is var step && step != ScanStep.End)
        {
            ct.ThrowIfCancellationRequested();
            if (step == ScanStep.Damage)
            {
                Whole = false;
                continue;
            }

            var record = _scanner.Record;
            Clock = Clock >= record.Time ? Clock : record.Time;
            if (record.KnownBefore < _expected || record.KnownBefore > End || (record.IsFact && record.Position >= End))
            {
                continue;
            }

            Follow(record);
            if (record.Type == RecordType.DroppedNames)
            {
                DroppedNames.AddTo(DroppedBefore, record);
            }

            if (record.IsFact)
            {
                IsDropped = _superseded is not null && _superseded(record.ToFact());
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _scanner.Dispose();
        _file.Dispose();
    }

    private void Follow(in JournalRecord record)
    {
        if (Segment.CoversThrough > 0 && record.DurableThrough == _before)
        {
            _expected = Math.Max(_expected, record.KnownBefore);
        }

        if (record.IsFact)
        {
            Whole &= record.Position == _expected;
            (_before, _expected) = (record.Position, record.Position + 1);
        }
    }
}
