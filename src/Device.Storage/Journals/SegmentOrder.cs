using System.Collections.Immutable;

namespace Device.Storage;

/// <summary>
/// Which segments count, in the order of positions. Of copies of a position the one in the newest segment counts: from its
/// first position on a segment replaces older ones, and a compacted one replaces those whose start it covers.
/// </summary>
internal sealed record SegmentOrder(
    ImmutableArray<SegmentExtent> Counting, IReadOnlyList<SegmentExtent> Replaced, IReadOnlyList<string> Unreadable, ulong HighestId)
{
    /// <summary>Reads the headers of a folder.</summary>
    /// <exception cref="JournalFormatException">A segment is of a newer version.</exception>
    /// <exception cref="StorageKeyException">A segment needs a key that is not there.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SegmentOrder Read(IStorageFolder folder, KeyRing keys)
    {
        var found = new List<SegmentExtent>();
        var unreadable = new List<string>();
        var names = folder.Names();
        foreach (var name in names.Where(SegmentExtent.IsSegment))
        {
            if (ReadExtent(folder, name) is { } extent)
            {
                if (extent.Header is { KeyNumber: not 0 } header)
                {
                    // Asked before anything is judged: what cannot be decrypted is not damaged.
                    keys.Get(header.KeyNumber, $"{folder.Path}/{name}");
                }

                found.Add(extent);
            }
            else
            {
                unreadable.Add(name);
            }
        }

        // A number whose file was set aside must not be given again: it is part of every checksum.
        var highest = names.Concat(folder.Names(SetAside.FolderName)).Select(SegmentExtent.IdIn).DefaultIfEmpty().Max();
        var counting = Arrange(found);
        return new SegmentOrder(counting, [.. found.Except(counting)], unreadable, highest);
    }

    /// <summary>Picks and orders the segments that count; their first positions rise strictly.</summary>
    public static ImmutableArray<SegmentExtent> Arrange(IReadOnlyList<SegmentExtent> segments) =>
    [
        .. segments
            .Where(s => !segments.Any(other => Replaces(other, s)))
            .OrderBy(s => s.First),
    ];

    /// <summary>The position before which the records of a segment count.</summary>
    public static long EndOf(ImmutableArray<SegmentExtent> counting, int index) =>
        index + 1 < counting.Length ? counting[index + 1].First : long.MaxValue;

    private static bool Replaces(SegmentExtent newer, SegmentExtent older) =>
        newer.Id > older.Id && newer.First <= older.First
        && (newer.CoversThrough == 0 || older.First <= newer.CoversThrough);

    private static SegmentExtent? ReadExtent(IStorageFolder folder, string name)
    {
        var id = SegmentExtent.IdIn(name);
        var where = $"{folder.Path}/{name}";
        using var file = folder.Open(name, writable: false);
        var bytes = new byte[Math.Min(file.Length, ushort.MaxValue)];
        var header = SegmentHeader.TryRead(bytes.AsSpan(0, file.Read(bytes, 0)), id, where);
        if (header is not null)
        {
            return new SegmentExtent(id, header, SegmentHeader.Length, header.FirstPosition, file.Length);
        }

        using var scanner = new RecordScanner(file, id, where, 0, file.Length);
        return FromRecords(id, scanner, file.Length, where);
    }

    /// <summary>The header rotted: a copy of it stands in, or the records tell the first position, if there are any.</summary>
    private static SegmentExtent? FromRecords(ulong id, RecordScanner scanner, long length, string where)
    {
        (long Start, long First, long Last, bool Kept)? found = null;
        while (scanner.Next() is var step && step != ScanStep.End)
        {
            if (step == ScanStep.Damage)
            {
                continue;
            }

            var record = scanner.Record;
            if (record.Type == RecordType.HeaderCopy && SegmentHeader.TryRead(record.Payload.Span, id, where) is { } copy)
            {
                return new SegmentExtent(id, copy, Math.Min(found?.Start ?? long.MaxValue, scanner.StepOffset), copy.FirstPosition, length) { HeaderDamaged = true };
            }

            if (record.IsFact)
            {
                found = (found?.Start ?? scanner.StepOffset, found?.First ?? record.Position, record.Position, record.Type == RecordType.KeptFact);
                if (scanner.Version == 1)
                {
                    // There are no copies in this version.
                    break;
                }
            }
        }

        return found is { } facts
            ? new SegmentExtent(id, null, facts.Start, facts.First, length) { CoversThrough = facts.Kept ? facts.Last : 0 }
            : null;
    }
}
