namespace Device.Storage;

/// <summary>Counts which keys files need. Changes nothing. Thread-safe.</summary>
public static class KeyUse
{
    /// <summary>Counts a journal's segments by key.</summary>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="keys">The machine's keys.</param>
    /// <returns>Segments by the number of their key; 0 stands for none.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="StorageKeyException">A segment needs a key that is not there.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyDictionary<ulong, int> OfJournal(string directory, KeyRing keys)
    {
        var order = SegmentOrder.Read(LinuxFolder.Existing(directory), keys);
        return order.Counting.Concat(order.Replaced).GroupBy(s => s.Header?.KeyNumber ?? 0).ToDictionary(g => g.Key, g => g.Count());
    }

    /// <summary>Counts blobs by key, unfinished ones too.</summary>
    /// <param name="directory">The blobs' folder.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Blobs by the number of their key; 0 stands for none.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyDictionary<ulong, int> OfBlobs(string directory, CancellationToken ct)
    {
        var folder = new BlobFolder(LinuxFolder.Existing(directory));
        var counts = new Dictionary<ulong, int>();
        foreach (var header in folder.Ids().Select(id => BlobFiles.ReadHeader(folder, id)).Concat(folder.Unfinished.Select(n => BlobFiles.ReadUnfinished(folder, n))))
        {
            ct.ThrowIfCancellationRequested();
            var number = header?.KeyNumber ?? 0;
            counts[number] = counts.GetValueOrDefault(number) + 1;
        }

        return counts;
    }
}
