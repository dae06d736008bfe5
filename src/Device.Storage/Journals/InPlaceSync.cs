namespace Device.Storage;

/// <summary>
/// Makes records durable where they lie, for an open on a full disk: their bytes are written over themselves, which takes no
/// space and makes the pages dirty again whatever an earlier sync did to them, and synced.
/// </summary>
internal static class InPlaceSync
{
    /// <returns>Whether everything readable is durable now.</returns>
    public static bool Try(JournalParts parts, JournalScan scan)
    {
        try
        {
            foreach (var (segment, offset) in Places(parts, scan))
            {
                using var file = parts.Folder.Open(segment.Name, writable: true);
                Rewrite(file, offset, segment.Length);
            }

            return true;
        }
        catch (IOException e)
        {
            JournalLog.WriteFailed(parts.Logger, parts.Folder.Path, scan.Order.Counting[^1].Name, e);
            return false;
        }
    }

    /// <summary>Where in each segment the first record lies that is not known to be synced.</summary>
    private static List<(SegmentExtent Segment, long Offset)> Places(JournalParts parts, JournalScan scan)
    {
        var places = new List<(SegmentExtent Segment, long Offset)>();
        using var reader = new SegmentReader(parts.Folder, parts.Keys, scan.DurableThrough + 1, null);
        var tail = scan.ToTail();
        while (reader.TryNext(tail))
        {
            if (places.Count == 0 || places[^1].Segment != reader.Segment)
            {
                places.Add((reader.Segment, reader.Offset));
            }
        }

        return places;
    }

    private static void Rewrite(IStorageFile file, long from, long to)
    {
        var buffer = new byte[64 * 1024];
        while (from < to)
        {
            var read = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from)), from);
            if (read == 0)
            {
                break;
            }

            file.Write(buffer.AsSpan(0, read), from);
            from += read;
        }

        file.Sync();
    }
}
