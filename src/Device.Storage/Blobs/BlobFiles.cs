namespace Device.Storage;

/// <summary>Reads blobs' files without opening the store: changes nothing and works while deviced runs. Thread-safe.</summary>
public static class BlobFiles
{
    /// <summary>Lists blobs whose header is readable.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The blobs in the order of their names.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<BlobEntry> List(string directory, CancellationToken ct) => List(new BlobFolder(LinuxFolder.Existing(directory)), ct);

    /// <summary>Reads every blob whole.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="keys">Decrypt them.</param>
    /// <param name="ct">Stops between parts.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static BlobVerification Verify(string directory, KeyRing keys, CancellationToken ct) =>
        Verify(new BlobFolder(LinuxFolder.Existing(directory)), keys, ct);

    /// <summary>Opens a blob; every part is checked before any of it is read.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="keys">Decrypt it.</param>
    /// <param name="id">Its name.</param>
    /// <returns>Its content; null when it is not there.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="BlobDamagedException">It is not whole. Reading may throw it too.</exception>
    /// <exception cref="StorageKeyException">Its key is missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Stream? OpenRead(string directory, KeyRing keys, BlobId id)
    {
        var folder = new BlobFolder(LinuxFolder.Existing(directory));
        if (!folder.Has(id))
        {
            return null;
        }

        var file = folder.Open(id);
        try
        {
            return new BlobReader(file, keys, folder.PathOf(id));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static IEnumerable<BlobEntry> List(BlobFolder folder, CancellationToken ct)
    {
        foreach (var id in folder.Ids())
        {
            ct.ThrowIfCancellationRequested();
            if (ReadHeader(folder, id) is { } header)
            {
                using var file = folder.Open(id);
                yield return new BlobEntry(id, header.Label, header.Begun, file.Length, header.KeyNumber != 0);
            }
        }
    }

    internal static BlobVerification Verify(BlobFolder folder, KeyRing keys, CancellationToken ct)
    {
        var (blobs, bytes, damaged) = (0, 0L, new List<string>());
        foreach (var id in folder.Ids().ToList())
        {
            using var file = folder.Open(id);
            var scan = BlobScan.Run(file, keys, folder.PathOf(id), ct);
            blobs++;
            bytes += file.Length;
            if (!scan.Finished || scan.Id != id)
            {
                damaged.Add(id.ToString());
            }
        }

        return new BlobVerification(blobs, bytes, damaged, folder.Unfinished.Count, SetAside.Count(folder.Root));
    }

    internal static BlobHeader? ReadHeader(BlobFolder folder, BlobId id)
    {
        using var file = folder.Open(id);
        return ReadHeader(file, folder.PathOf(id));
    }

    internal static BlobHeader? ReadUnfinished(BlobFolder folder, string name)
    {
        using var file = folder.Root.Subfolder(BlobFolder.OpenName).Open(name, writable: false);
        return ReadHeader(file, name);
    }

    private static BlobHeader? ReadHeader(IStorageFile file, string where)
    {
        var bytes = new byte[BlobHeader.Length];
        return BlobHeader.TryRead(bytes.AsSpan(0, file.Read(bytes, 0)), where);
    }
}
