using System.Security.Cryptography;
using System.Text;

namespace Device.Storage;

/// <summary>Keys in a file that its owner alone may read (mode 0600, checked at every reading). Not thread-safe.</summary>
/// <param name="path">The file.</param>
public sealed class FileKeySource(string path) : IKeySource
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public string Place { get; } = Path.GetFullPath(path);

    /// <inheritdoc/>
    public KeyRing Read() => KeyText.Parse(KeyText.Read(Place, Others), Place);

    /// <summary>Adds a new key, which is the one that encrypts from the next start on; makes the file where there is none.</summary>
    /// <returns>The new key.</returns>
    /// <exception cref="StorageKeyException">The file is there and cannot be used, or is full.</exception>
    /// <exception cref="IOException">It cannot be written; the old one is still there.</exception>
    public StorageKey Add()
    {
        IReadOnlyList<StorageKey> before = File.Exists(Place) ? Read().Keys : [];
        if (before.Count == KeyRing.MaxKeys)
        {
            throw new StorageKeyException($"'{Place}': {before.Count} keys, at most {KeyRing.MaxKeys}: drop those that nothing needs");
        }

        // Not from the injected random source: whoever guesses its seed must not have the key.
        var key = new StorageKey(RandomNumberGenerator.GetBytes(StorageKey.Length));
        Write([.. before, key]);
        return key;
    }

    /// <summary>Takes a key out. What is still encrypted with it can never be read again: ask first what needs it.</summary>
    /// <param name="number">The key's number; not the last key's.</param>
    /// <exception cref="StorageKeyException">There is no such key, or it is the one that encrypts.</exception>
    /// <exception cref="IOException">It cannot be written; the old one is still there.</exception>
    public void Drop(ulong number)
    {
        var ring = Read();
        if (ring.CurrentNumber == number || ring.Keys.All(k => k.Number != number))
        {
            throw new StorageKeyException($"'{Place}': key {number:x16} {(ring.CurrentNumber == number ? "is the one that encrypts" : "is not there")}");
        }

        Write([.. ring.Keys.Where(k => k.Number != number)]);
    }

    private void Write(IReadOnlyList<StorageKey> keys)
    {
        var folder = LinuxFolder.Ensure(Path.GetDirectoryName(Place)!);
        var name = Path.GetFileName(Place);
        var unfinished = name + ".new";
        if (folder.Names().Contains(unfinished))
        {
            folder.Delete(unfinished);
        }

        using (var file = folder.Create(unfinished))
        {
            file.Write(Encoding.ASCII.GetBytes(KeyText.Format(keys)), 0);
            file.Sync();
        }

        folder.Rename(unfinished, name);
        folder.SyncNames();
    }
}
