using System.Runtime.InteropServices;
using System.Text;

namespace Device.Storage;

/// <summary>A folder of the file system.</summary>
internal sealed class LinuxFolder : IStorageFolder
{
    private LinuxFolder(string path) => Path = path;

    public string Path { get; }

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>A folder that must exist; nothing is made.</summary>
    /// <exception cref="DirectoryNotFoundException">It does not exist.</exception>
    public static LinuxFolder Existing(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Directory.Exists(full) ? new LinuxFolder(full) : throw new DirectoryNotFoundException($"folder '{full}' does not exist");
    }

    /// <summary>A folder, made where it is missing, readable by its owner alone; every new name is synced.</summary>
    public static LinuxFolder Ensure(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var missing = new Stack<string>();
        for (var at = full; at is not null && !Directory.Exists(at); at = System.IO.Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (var folder in missing)
        {
            if (Libc.Mkdir(folder, Libc.OwnerOnlyFolder) != 0 && Marshal.GetLastPInvokeError() is var errno && errno != Libc.Exists)
            {
                throw Libc.Error("mkdir", folder, errno);
            }

            LinuxFile.SyncFolder(System.IO.Path.GetDirectoryName(folder)!);
        }

        return new LinuxFolder(full);
    }

    public IReadOnlyList<string> Names() => NamesIn(Path);

    public IReadOnlyList<string> Names(string subfolder)
    {
        var path = At(subfolder);
        return Directory.Exists(path) ? NamesIn(path) : [];
    }

    public IStorageFolder Subfolder(string name) => Ensure(At(name));

    public IStorageFile Create(string name) => LinuxFile.Create(At(name));

    public IStorageFile Open(string name, bool writable) => LinuxFile.Open(At(name), writable);

    public void Rename(string from, string to) => Rename(At(from), At(to), At(from));

    public void MoveInto(string name, IStorageFolder subfolder, string to) =>
        Rename(At(name), System.IO.Path.Combine(subfolder.Path, to), At(name));

    public void Delete(string name)
    {
        if (Libc.Unlink(At(name)) != 0)
        {
            throw Libc.Error("unlink", At(name), Marshal.GetLastPInvokeError());
        }
    }

    public void SyncNames() => LinuxFile.SyncFolder(Path);

    public IDisposable? TryLock(string name)
    {
        if (LinuxFile.TryLock(At(name)) is not { } file)
        {
            return null;
        }

        // Who holds it, for the message of whoever comes second.
        file.Truncate(0);
        file.Write(Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"), 0);
        return new Held(file);
    }

    public bool IsLocked(string name) => File.Exists(At(name)) && LinuxFile.IsLocked(At(name));

    private static string[] NamesIn(string path)
    {
        var names = Directory.GetFiles(path).Select(f => System.IO.Path.GetFileName(f)!).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private static void Rename(string from, string to, string path)
    {
        if (Libc.Rename(from, to) != 0)
        {
            throw Libc.Error($"rename to '{to}'", path, Marshal.GetLastPInvokeError());
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);

    private sealed class Held(LinuxFile file) : IDisposable
    {
        public void Dispose()
        {
            file.Unlock();
            file.Dispose();
        }
    }
}
