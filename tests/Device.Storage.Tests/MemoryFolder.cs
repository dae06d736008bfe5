namespace Device.Storage.Tests;

/// <summary>
/// A medium in memory that can fail and lose power. Writes are pending by sector of 512 bytes, names by folder, until they
/// are synced. A failed sync drops what was pending and the next one succeeds, as Linux does.
/// </summary>
internal sealed class MemoryFolder : IStorageFolder
{
    private readonly Dictionary<string, MemoryNode> _names = [];
    private readonly Dictionary<string, MemoryFolder> _folders = [];
    private readonly HashSet<string> _locks = [];
    private readonly List<Action<Dictionary<string, MemoryNode>>> _pendingNames = [];
    private Dictionary<string, MemoryNode> _durableNames = [];

    /// <summary>Called before each operation with its name and the file's; throws to make it fail.</summary>
    public Action<string, string>? Before
    {
        get;
        set
        {
            field = value;
            foreach (var folder in _folders.Values)
            {
                folder.Before = value;
            }
        }
    }

    /// <summary>The folders in it.</summary>
    public IEnumerable<MemoryFolder> Folders => _folders.Values;

    /// <summary>Syncs of files so far.</summary>
    public int Syncs { get; private set; }

    public string Path => "memory";

    /// <summary>Bytes that fit on it, subfolders aside.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    public long FreeBytes => Capacity == long.MaxValue ? long.MaxValue : Math.Max(0, Capacity - _names.Values.Sum(n => (long)n.Content.Length));

    public static IOException Error(int errno) => new($"injected (errno {errno})", errno);

    public IReadOnlyList<string> Names() => [.. _names.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Names(string subfolder) => _folders.TryGetValue(subfolder, out var folder) ? folder.Names() : [];

    public IStorageFolder Subfolder(string name)
    {
        if (!_folders.TryGetValue(name, out var folder))
        {
            _folders.Add(name, folder = new MemoryFolder { Before = Before });
        }

        return folder;
    }

    public IStorageFile Create(string name)
    {
        Before?.Invoke("create", name);
        var node = new MemoryNode();
        _names.Add(name, node);
        _pendingNames.Add(n => n[name] = node);
        return new MemoryFile(this, name, node);
    }

    public IStorageFile Open(string name, bool writable) => _names.TryGetValue(name, out var node)
        ? new MemoryFile(this, name, node)
        : throw Error(Libc.NoSuchFile);

    public void Rename(string from, string to)
    {
        Before?.Invoke("rename", from);
        var node = _names[from];
        _names.Remove(from);
        _names[to] = node;
        _pendingNames.Add(n =>
        {
            n.Remove(from);
            n[to] = node;
        });
    }

    public void MoveInto(string name, IStorageFolder subfolder, string to)
    {
        Before?.Invoke("rename", name);
        var (node, target) = (_names[name], (MemoryFolder)subfolder);
        _names.Remove(name);
        _durableNames.Remove(name);
        target._names[to] = node;
        target._durableNames[to] = node;
    }

    public void Delete(string name)
    {
        Before?.Invoke("delete", name);
        if (!_names.Remove(name))
        {
            throw Error(Libc.NoSuchFile);
        }

        _pendingNames.Add(n => n.Remove(name));
    }

    public void SyncNames()
    {
        Before?.Invoke("syncNames", "");
        _pendingNames.Clear();
        _durableNames = new(_names);
    }

    public IDisposable? TryLock(string name) => _locks.Add(name) ? new Release(() => _locks.Remove(name)) : null;

    public bool IsLocked(string name) => _locks.Contains(name);

    /// <summary>What the medium holds after power was cut now: of the pending names the first few, of the pending sectors any.</summary>
    public MemoryFolder Cut(Random random)
    {
        var names = new Dictionary<string, MemoryNode>(_durableNames);
        foreach (var change in _pendingNames.Take(random.Next(_pendingNames.Count + 1)))
        {
            change(names);
        }

        var after = new MemoryFolder { Capacity = Capacity };
        foreach (var (name, node) in names)
        {
            after._names.Add(name, node.Cut(random));
        }

        after._durableNames = new(after._names);
        foreach (var (name, folder) in _folders)
        {
            after._folders.Add(name, folder.Cut(random));
        }

        return after;
    }

    /// <summary>A byte of a file changes by itself.</summary>
    /// <returns>Whether there was one to change.</returns>
    public bool Rot(Random random, Func<string, bool> which)
    {
        var nodes = _names.Where(n => which(n.Key) && n.Value.Content.Length > 0).OrderBy(n => n.Key, StringComparer.Ordinal).ToList();
        if (nodes.Count == 0)
        {
            return false;
        }

        nodes[random.Next(nodes.Count)].Value.Rot(random);
        return true;
    }

    /// <summary>The same files after the process alone died: nothing is lost.</summary>
    public MemoryFolder Killed()
    {
        _locks.Clear();
        Before = null;
        return this;
    }

    internal void Synced() => Syncs++;

    private sealed class Release(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
