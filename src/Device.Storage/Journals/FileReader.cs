namespace Device.Storage;

/// <summary>Reads the facts in a journal's files as they are when it begins, whether or not a service appends and compacts meanwhile. Not thread-safe.</summary>
internal sealed class FileReader : IDisposable
{
    private readonly IStorageFolder _folder;
    private readonly KeyRing _keys;
    private readonly CancellationToken _ct;
    private JournalTail _tail;

    /// <exception cref="StorageKeyException">A key is missing.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public FileReader(IStorageFolder folder, KeyRing keys, long from, CancellationToken ct)
    {
        (_folder, _keys, _ct) = (folder, keys, ct);
        _tail = JournalScan.Run(folder, keys, decode: false, ct).ToTail();
        Segments = new SegmentReader(folder, keys, from, null);
    }

    public SegmentReader Segments { get; }

    public bool TryNext()
    {
        while (true)
        {
            try
            {
                return Segments.TryNext(_tail);
            }
            catch (SegmentGoneException)
            {
                _tail = JournalScan.Run(_folder, _keys, decode: false, _ct).ToTail();
            }
        }
    }

    public void Dispose() => Segments.Dispose();
}
