using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>
/// Rewrites a group of segments to one: the facts that stay with their positions, the names of those dropped, under the
/// current key. The new segment gets its name only when all of it is synced and was read back; until then the old ones count.
/// </summary>
internal sealed class SegmentRewriter(JournalParts parts, SegmentNumbers numbers, Throttle throttle) : IDisposable
{
    private const int WriteBytes = 256 * 1024;
    private const int SyncBytes = 1024 * 1024;

    private IStorageFile? _file;
    private SegmentEncoder? _encoder;
    private long _unsynced;

    /// <returns>The new segment, which has its name, and how many facts were dropped.</returns>
    /// <exception cref="IOException">It could not be written; the old segments are as they were.</exception>
    public async Task<(SegmentExtent Segment, long Dropped)> RunAsync(
        IReadOnlyList<SegmentSurvey> group, Func<Fact, bool>? superseded, CancellationToken ct)
    {
        var header = await HeaderAsync(group, ct);
        var unfinished = SegmentExtent.UnfinishedNameOf(header.Segment);
        try
        {
            _file = parts.Folder.Create(unfinished);
            _encoder = new SegmentEncoder(header, parts.Keys, 0);
            var (kept, dropped) = await CopyAsync(group, header, superseded, ct);
            _file.Sync();
            var written = new SegmentExtent(header.Segment, header, SegmentHeader.Length, header.FirstPosition, _encoder.Offset);
            Check(_file, written, kept, ct);
            parts.Folder.Rename(unfinished, written.Name);
            parts.Folder.SyncNames();
            return (written, dropped);
        }
        catch
        {
            Forget(unfinished);
            throw;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _encoder?.Dispose();
    }

    /// <summary>The header stands for all of theirs: the highest clock and the last sequence given are known from it alone.</summary>
    private async Task<SegmentHeader> HeaderAsync(IReadOnlyList<SegmentSurvey> group, CancellationToken ct)
    {
        var last = group.Select(s => s.Segment.Header!).MaxBy(h => h.CoversThrough == 0 ? h.Segment : 0)!;
        var headers = group.Select(s => s.Segment.Header!).ToList();
        var sequence = headers.Where(h => h.Device == last.Device && h.Epoch == last.Epoch).Max(h => h.OwnSequence);
        var clock = headers.Max(h => h.Clock);
        foreach (var survey in group)
        {
            using var reader = new GroupReader(parts.Folder, parts.Keys, survey.Segment, survey.End, null);
            while (reader.TryNext(ct))
            {
                var id = reader.Record.Id;
                if (id.Device == last.Device && id.Epoch == last.Epoch)
                {
                    sequence = Math.Max(sequence, id.Sequence);
                }
            }

            clock = clock >= reader.Clock ? clock : reader.Clock;
            await throttle.PassAsync(survey.Segment.Length / 8, ct);
        }

        var covers = group[^1].End - 1;
        return new SegmentHeader(
            numbers.Next(), SegmentAppender.DrawSalt(parts.Random), last.Device, last.Epoch, sequence, clock, group[0].Segment.First, covers, covers)
        {
            KeyNumber = parts.Keys.CurrentNumber,
        };
    }

    private async Task<(long Kept, long Dropped)> CopyAsync(
        IReadOnlyList<SegmentSurvey> group, SegmentHeader header, Func<Fact, bool>? superseded, CancellationToken ct)
    {
        var (kept, dropped, before) = (0L, 0L, header.FirstPosition - 1);
        var names = new KnownFacts();
        foreach (var survey in group)
        {
            using var reader = new GroupReader(parts.Folder, parts.Keys, survey.Segment, survey.End, superseded);
            while (reader.TryNext(ct))
            {
                if (reader.IsDropped)
                {
                    names.Add(reader.Record.Id);
                    dropped++;
                    continue;
                }

                _encoder!.Add(reader.Record with { Type = RecordType.KeptFact, DurableThrough = before });
                before = reader.Record.Position;
                kept++;
                await FlushAsync(WriteBytes, ct);
            }

            foreach (var (device, epoch, first, last) in reader.DroppedBefore.Ranges)
            {
                names.Add(device, epoch, first, last);
            }

            if (!reader.Whole)
            {
                throw new IOException($"'{parts.Folder.Path}/{survey.Segment.Name}': a fact became unreadable while it was rewritten; it stays as it is");
            }
        }

        foreach (var record in DroppedNames.Records(names, header.CoversThrough, before, header.Clock))
        {
            _encoder!.Add(record);
            await FlushAsync(WriteBytes, ct);
        }

        _encoder!.Add(new JournalRecord(
            RecordType.Seal, 0, header.CoversThrough, before, header.Clock, new FactId(header.Device, header.Epoch, header.OwnSequence), default));
        await FlushAsync(1, ct);
        return (kept, dropped);
    }

    /// <summary>Writes what has come together. Synced in small parts, so that no sync of the pen's has to wait for many megabytes.</summary>
    private async ValueTask FlushAsync(int least, CancellationToken ct)
    {
        var count = _encoder!.Bytes.Length;
        if (count < least)
        {
            return;
        }

        _file!.Write(_encoder.Bytes, _encoder.Offset);
        _encoder.Written();
        _unsynced += count;
        if (_unsynced >= SyncBytes)
        {
            _file.Sync();
            _unsynced = 0;
        }

        await throttle.PassAsync(count, ct);
    }

    /// <summary>Reads back what was written, before what it stands for is deleted.</summary>
    private void Check(IStorageFile file, SegmentExtent written, long kept, CancellationToken ct)
    {
        var where = $"{parts.Folder.Path}/{written.Name}";
        using var scanner = new RecordScanner(
            file, written.Id, where, written.Start, written.Length, payloads: true, SegmentCipher.Of(written.Header, parts.Keys, where));
        var facts = 0L;
        while (scanner.Next() is var step && step != ScanStep.End)
        {
            ct.ThrowIfCancellationRequested();
            if (step == ScanStep.Damage)
            {
                throw new IOException($"'{where}': byte {scanner.StepOffset} cannot be read back; the old segments stay");
            }

            facts += scanner.Record.IsFact ? 1 : 0;
        }

        if (facts != kept || scanner.Record.Type != RecordType.Seal)
        {
            throw new IOException($"'{where}': {facts} facts were read back, {kept} and a seal expected; the old segments stay");
        }
    }

    private void Forget(string unfinished)
    {
        try
        {
            parts.Folder.Delete(unfinished);
        }
        catch (IOException)
        {
            // It has its final name already, or the error that is on its way says more; the next open deletes it.
        }
    }
}
