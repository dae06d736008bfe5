namespace Device.Storage;

/// <summary>Where blobs lie: <c>ab/cdef…</c>, unfinished ones in <c>open/</c>, damaged ones in <c>setaside/</c>.</summary>
internal sealed class BlobFolder(IStorageFolder folder)
{
    public const string OpenName = "open";
    public const string LogExtension = ".log";
    public const string IntakeExtension = ".part";

    public IStorageFolder Root { get; } = folder;

    public IReadOnlyList<string> Unfinished => [.. Root.Names(OpenName).Where(n => n.EndsWith(LogExtension, StringComparison.Ordinal))];

    /// <summary>All names, in order.</summary>
    public IEnumerable<BlobId> Ids()
    {
        for (var prefix = 0; prefix < 256; prefix++)
        {
            var first = prefix.ToString("x2", null);
            foreach (var name in Root.Names(first))
            {
                if (BlobId.TryParse(first + name, out var id))
                {
                    yield return id;
                }
            }
        }
    }

    public string PathOf(BlobId id) => $"{Root.Path}/{id.Place.Folder}/{id.Place.File}";

    public bool Has(BlobId id) => Root.Names(id.Place.Folder).Contains(id.Place.File);

    /// <summary>Bytes of a blob's file; 0 when there is none.</summary>
    public long LengthOf(BlobId id)
    {
        if (!Has(id))
        {
            return 0;
        }

        using var file = Open(id);
        return file.Length;
    }

    /// <exception cref="IOException">There is no such blob, or it cannot be opened.</exception>
    public IStorageFile Open(BlobId id) => Root.Subfolder(id.Place.Folder).Open(id.Place.File, writable: false);

    /// <summary>Gives an unfinished file its name; durable on return.</summary>
    public void Keep(string name, BlobId id)
    {
        var (open, target) = (Root.Subfolder(OpenName), Root.Subfolder(id.Place.Folder));
        open.MoveInto(name, target, id.Place.File);
        target.SyncNames();
        open.SyncNames();
    }

    public void Delete(BlobId id)
    {
        var target = Root.Subfolder(id.Place.Folder);
        target.Delete(id.Place.File);
        target.SyncNames();
    }

    /// <returns>The name it is kept under.</returns>
    public string PutAside(BlobId id, string reason) =>
        SetAside.MoveFrom(Root, Root.Subfolder(id.Place.Folder), id.Place.File, id.ToString(), $"{id}: {reason}");

    /// <returns>The name it is kept under.</returns>
    public string PutAside(string unfinished, string reason) =>
        SetAside.MoveFrom(Root, Root.Subfolder(OpenName), unfinished, unfinished, $"{unfinished}: {reason}");
}
