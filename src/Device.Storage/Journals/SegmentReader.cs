using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>Reads records in the order of positions through the segments that count, forwards only. Not thread-safe.</summary>
internal sealed class SegmentReader(IStorageFolder folder, KeyRing keys, long from, ILogger? logger) : IDisposable
{
    private long _next = from;
    private SegmentExtent? _segment;
    private IStorageFile? _file;
    private RecordScanner? _scanner;

    /// <summary>The record of the last call that returned true; its payload is valid until the next.</summary>
    public JournalRecord Record => _scanner!.Record;

    /// <summary>The segment it lies in.</summary>
    public SegmentExtent Segment => _segment!;

    /// <summary>Where in the segment.</summary>
    public long Offset => _scanner!.StepOffset;

    /// <summary>Its length in bytes.</summary>
    public long Length => _scanner!.Offset - _scanner.StepOffset;

    /// <summary>Goes to the next durable fact.</summary>
    /// <returns>False when there is none yet.</returns>
    /// <exception cref="SegmentGoneException">Compaction deleted a segment since the tail was taken: take it again.</exception>
    /// <exception cref="IOException">A segment cannot be read.</exception>
    public bool TryNext(JournalTail tail)
    {
        while (_next <= tail.Durable && !tail.Segments.IsEmpty)
        {
            var index = tail.IndexOf(_next);
            Enter(tail.Segments[index]);
            var end = SegmentOrder.EndOf(tail.Segments, index);
            if (TryNextIn(end, tail.Durable))
            {
                return true;
            }

            if (index + 1 == tail.Segments.Length)
            {
                return false;
            }

            // What is missing up to the next segment is a hole.
            _next = end;
        }

        return false;
    }

    public void Dispose()
    {
        _scanner?.Dispose();
        _file?.Dispose();
    }

    private bool TryNextIn(long end, long durable)
    {
        _scanner!.Limit = _segment!.Length;
        while (_next < end && _next <= durable && _scanner.Next() is var step && step != ScanStep.End)
        {
            if (step == ScanStep.Damage)
            {
                if (logger is not null)
                {
                    JournalLog.PassedOver(logger, folder.Path, _segment.Name, _scanner.StepOffset, _scanner.Offset - _scanner.StepOffset);
                }

                continue;
            }

            var record = _scanner.Record;
            if (!record.IsFact || record.Position < _next || record.Position >= end)
            {
                // A mark, or a copy that does not count.
                continue;
            }

            if (record.Position > durable)
            {
                // Written since the caller looked.
                _scanner.Back();
                return false;
            }

            _next = record.Position + 1;
            return true;
        }

        return false;
    }

    private void Enter(SegmentExtent segment)
    {
        if (_segment == segment)
        {
            return;
        }

        _scanner?.Dispose();
        _file?.Dispose();
        (_scanner, _file, _segment) = (null, null, null);
        (_file, _scanner) = RecordScanner.Open(folder, keys, segment);
        _segment = segment;
    }
}
