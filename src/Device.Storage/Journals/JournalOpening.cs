using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>Opens a journal: scans it, takes damage out of the way, decides on epoch and segment, writes again what may not be synced.</summary>
internal static class JournalOpening
{
    /// <exception cref="JournalFormatException">It is of a newer version.</exception>
    /// <exception cref="IOException">It cannot be read, or no segment can be begun.</exception>
    public static (JournalWriter Writer, JournalState State, JournalReport Report) Run(JournalParts parts, DeviceId device, CancellationToken ct)
    {
        var start = parts.Time.GetTimestamp();
        var folder = parts.Folder;
        var reserve = new ReserveFile(folder, parts.Options.ReserveBytes, parts.Logger);
        var scan = JournalScan.Run(folder, parts.Keys, decode: false, ct);
        var tears = WithReserve(parts, reserve, () => JournalRepair.Apply(folder, scan, parts.Logger));
        parts.Metrics.Tears.Add(tears.Count);

        var why = parts.Options.NewEpoch ? "the machine rejoins its account" : WhyNewEpoch(scan, device);
        var state = why is null
            ? new JournalState(device, scan.Newest!.Epoch, scan.OwnSequence, scan.Clock, scan.LastPosition, scan.Known)
            : new JournalState(device, JournalState.DrawEpoch(parts.Random), 0, scan.Clock, scan.LastPosition, scan.Known);
        var numbers = new SegmentNumbers(scan.Order.HighestId);
        var appender = new SegmentAppender(parts, numbers);
        var resumes = why is null && Resumes(scan, parts);
        List<JournalRecord> unsynced = [];
        var written = true;
        if (resumes)
        {
            appender.Resume(scan.Order.Counting[^1]);
        }
        else
        {
            unsynced = Unsynced(parts, scan);
            var first = unsynced.Count > 0 ? unsynced[0].Position : scan.LastPosition + 1;
            var header = new SegmentHeader(0, 0, device, state.Epoch, state.OwnSequence, scan.Clock, first, scan.LastPosition, 0);
            written = TryBegin(parts, reserve, appender, header, unsynced, mayWait: why is null);
            if (!written && InPlaceSync.Try(parts, scan))
            {
                (scan.DurableThrough, unsynced) = (scan.LastPosition, []);
            }
        }

        if (written)
        {
            CutDoubtful(parts, scan);
            reserve.Hold();
        }

        var segments = resumes || !written ? scan.Order.Counting : SegmentOrder.Arrange([.. scan.Order.Counting, appender.Segment!]);
        DeleteReplaced(parts, scan, [.. scan.Order.Replaced, .. scan.Order.Counting.Except(segments)]);
        var clean = tears.Count == 0 && (scan.Order.Counting.IsEmpty || (scan.Sealed && why is null));
        var report = new JournalReport(
            scan.Records, segments.Length, scan.LastPosition, clean, why is not null, written ? unsynced.Count : 0, tears, scan.Holes, parts.Time.GetElapsedTime(start));
        Tell(parts, state, report, scan.Order.Counting.IsEmpty ? null : why);
        return (new JournalWriter(parts, state, appender, numbers, reserve, new JournalTail(segments, written ? scan.LastPosition : scan.DurableThrough), written ? [] : unsynced), state, report);
    }

    private static void CutDoubtful(JournalParts parts, JournalScan scan)
    {
        if (scan.Tear is not { Doubtful: true } tear)
        {
            return;
        }

        try
        {
            JournalRepair.CutDoubtful(parts.Folder, tear);
        }
        catch (IOException e)
        {
            // The new segment begins before it, so it does not count.
            JournalLog.TearStays(parts.Logger, parts.Folder.Path, tear.Segment, e);
        }
    }

    /// <summary>On a full disk the journal opens all the same: what is in it can be read and taken away, and the segment is begun when there is room.</summary>
    private static bool TryBegin(
        JournalParts parts, ReserveFile reserve, SegmentAppender appender, SegmentHeader header, List<JournalRecord> unsynced, bool mayWait)
    {
        try
        {
            return WithReserve(parts, reserve, () =>
            {
                appender.Begin(header, unsynced);
                return true;
            });
        }
        catch (IOException e) when (Libc.IsDiskFull(e) && mayWait)
        {
            StorageLog.OpenedFull(parts.Logger, parts.Folder.Path, unsynced.Count);
            parts.Space.Refused();
            return false;
        }
    }

    private static T WithReserve<T>(JournalParts parts, ReserveFile reserve, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e) when (Libc.IsDiskFull(e) && reserve.Release())
        {
            parts.Space.Refused();
            JournalLog.ReserveReleased(parts.Logger, parts.Folder.Path, parts.Options.ReserveBytes);
            return action();
        }
    }

    /// <summary>An encrypted segment is never gone on with: a position that was torn off could be given again under the same nonce.</summary>
    private static bool Resumes(JournalScan scan, JournalParts parts) =>
        scan.Sealed && scan.Tear is null && parts.Keys.Current is null
        && scan.Order.Counting[^1] is { HeaderDamaged: false, CoversThrough: 0, Header.KeyNumber: 0 } last
        && last.Length < parts.Options.SegmentBytes;

    private static string? WhyNewEpoch(JournalScan scan, DeviceId device)
    {
        if (scan.Newest is null || scan.LastSequenceDoubtful)
        {
            return "the last sequence given is not known for sure";
        }

        return scan.Newest.Device == device ? null : $"the journal was written by {scan.Newest.Device}";
    }

    /// <summary>Facts that are readable but not known to be synced: after a failed sync they may be in the cache alone.</summary>
    private static List<JournalRecord> Unsynced(JournalParts parts, JournalScan scan)
    {
        var found = new List<JournalRecord>();
        using var reader = new SegmentReader(parts.Folder, parts.Keys, scan.DurableThrough + 1, null);
        var tail = scan.ToTail();
        while (reader.TryNext(tail))
        {
            found.Add(reader.Record with { DurableThrough = scan.DurableThrough, Payload = reader.Record.Payload.ToArray() });
        }

        return found;
    }

    /// <summary>Every fact in them is in a newer segment, which is synced; unless that has rotted: then they stay.</summary>
    private static void DeleteReplaced(JournalParts parts, JournalScan scan, IReadOnlyList<SegmentExtent> replaced)
    {
        foreach (var segment in replaced.Where(s => scan.Holes.All(h => h.To < s.First)))
        {
            try
            {
                parts.Folder.Delete(segment.Name);
                parts.Folder.SyncNames();
            }
            catch (IOException e)
            {
                JournalLog.NotDeleted(parts.Logger, parts.Folder.Path, segment.Name, e);
            }
        }
    }

    private static void Tell(JournalParts parts, JournalState state, JournalReport report, string? whyNewEpoch)
    {
        foreach (var hole in report.Holes)
        {
            parts.Metrics.Lost.Add(hole.To - hole.From + 1);
            JournalLog.Lost(parts.Logger, parts.Folder.Path, hole.From, hole.To, hole.Bytes, hole.Offset, hole.Segment);
        }

        var epoch = state.Epoch.ToString("x16", null);
        if (whyNewEpoch is not null)
        {
            JournalLog.NewEpoch(parts.Logger, parts.Folder.Path, epoch, whyNewEpoch);
        }

        JournalLog.Opened(
            parts.Logger, parts.Folder.Path, state.Device.Value, epoch, report.Records, report.Segments, report.LastPosition, (long)report.Elapsed.TotalMilliseconds);
    }
}
