namespace Device.Storage;

/// <summary>
/// Tells, in the last segment, what a power cut tore from what rotted: a bad place above every position that sound records
/// know to be synced is torn, at or below it acknowledged facts are lost.
/// </summary>
internal static class TearFinder
{
    public const int Sector = 512;
    private const int ShortestRecord = RecordCodec.HeaderLength + 3;

    /// <summary>Looks for a tear.</summary>
    /// <param name="file">The last segment.</param>
    /// <param name="segment">Its extent.</param>
    /// <param name="where">Its path.</param>
    /// <param name="durableThrough">The highest position that the headers know synced; on return that the records know too.</param>
    /// <param name="ct">Stops between records.</param>
    /// <returns>The tear, or null. Everything from its offset on does not count.</returns>
    public static JournalTear? Find(IStorageFile file, SegmentExtent segment, string where, ref long durableThrough, CancellationToken ct)
    {
        if (segment.CoversThrough > 0)
        {
            // Compaction names a segment only when all of it is synced.
            return null;
        }

        // Each bad place after which a position is missing, with that position.
        var places = new List<(long Offset, long Missing)>();
        long? damage = null;
        var expected = segment.First;
        using var scanner = new RecordScanner(file, segment.Id, where, segment.Start, segment.Length);
        while (scanner.Next() is var step && step != ScanStep.End)
        {
            ct.ThrowIfCancellationRequested();
            if (step == ScanStep.Damage)
            {
                damage ??= scanner.StepOffset;
                continue;
            }

            var record = scanner.Record;
            durableThrough = Math.Max(durableThrough, record.DurableThrough);
            if (damage is { } offset && record.KnownBefore > expected)
            {
                places.Add((offset, expected));
            }

            expected = Math.Max(expected, record.Position + 1);
            damage = null;
        }

        if (damage is { } last)
        {
            places.Add((last, expected));
        }

        foreach (var (offset, missing) in places)
        {
            if (missing > durableThrough)
            {
                return Judge(file, segment, offset);
            }
        }

        return null;
    }

    private static JournalTear Judge(IStorageFile file, SegmentExtent segment, long offset)
    {
        var bytes = segment.Length - offset;
        var end = EndOfContent(file, offset, segment.Length);
        Span<byte> start = stackalloc byte[8];
        var length = RecordCodec.PeekLength(start[..file.Read(start, offset)]);

        // A record that was acknowledged was synced, with its length: where it cannot be whole it was not acknowledged.
        var cut = end == offset || bytes < ShortestRecord
            || (length > 0 && offset + length > segment.Length)
            || (length > 0 && (end + Sector - 1) / Sector * Sector < offset + length);
        return new JournalTear(segment.Name, offset, bytes, !cut, "");
    }

    /// <summary>Where the zeros at a file's end begin.</summary>
    public static long EndOfContent(IStorageFile file, long from, long end)
    {
        var buffer = new byte[Math.Min(64 * 1024, end - from)];
        while (end > from)
        {
            var count = (int)Math.Min(buffer.Length, end - from);
            var read = file.Read(buffer.AsSpan(0, count), end - count);
            var last = buffer.AsSpan(0, read).LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
            {
                return end - count + last + 1;
            }

            end -= count;
        }

        return from;
    }
}
