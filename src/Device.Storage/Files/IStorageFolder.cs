namespace Device.Storage;

/// <summary>
/// A folder: the one boundary to the medium, so that tests can cut the power and fail a sync. Changes of names are on the
/// medium only after <see cref="SyncNames"/>. Every failure is an <see cref="IOException"/>. Thread-safe as far as files differ.
/// </summary>
internal interface IStorageFolder
{
    /// <summary>For messages.</summary>
    string Path { get; }

    /// <summary>Bytes that may still be written on its medium.</summary>
    long FreeBytes { get; }

    /// <summary>Names of the files in it, in ordinal order.</summary>
    IReadOnlyList<string> Names();

    /// <summary>A folder in it, made (and its name synced) where it is missing.</summary>
    IStorageFolder Subfolder(string name);

    /// <summary>Names of the files in a folder in it; empty where that is missing.</summary>
    IReadOnlyList<string> Names(string subfolder);

    /// <summary>Makes a new file and opens it for writing; it must not exist.</summary>
    IStorageFile Create(string name);

    /// <summary>Opens an existing file.</summary>
    IStorageFile Open(string name, bool writable);

    /// <summary>Renames a file, replacing what had the new name.</summary>
    void Rename(string from, string to);

    /// <summary>Moves a file into a folder in this one.</summary>
    void MoveInto(string name, IStorageFolder subfolder, string to);

    /// <summary>Deletes a file.</summary>
    void Delete(string name);

    /// <summary>Returns when every change of names so far is on the medium.</summary>
    void SyncNames();

    /// <summary>Takes the exclusive lock that the named file stands for.</summary>
    /// <returns>Releases the lock when disposed; null when another process has it.</returns>
    IDisposable? TryLock(string name);

    /// <summary>Whether any process holds that lock; takes nothing and makes nothing.</summary>
    bool IsLocked(string name);
}
