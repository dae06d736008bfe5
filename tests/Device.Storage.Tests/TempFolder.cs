namespace Device.Storage.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <param name="inMemory">Whether a file system in memory will do: a test that opens a journal for every byte of a file would mostly wait for syncs.</param>
    public TempFolder(bool inMemory = false)
    {
        Path = inMemory && Directory.Exists(Memory)
            ? System.IO.Path.Combine(Memory, $"device-storage-{System.IO.Path.GetRandomFileName()}")
            : Directory.CreateTempSubdirectory("device-storage-").FullName;
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A copy of the files as they are now, without folders: what another process would see.</summary>
    public TempFolder Copy()
    {
        var copy = new TempFolder(Path.StartsWith(Memory, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(Path))
        {
            File.Copy(file, copy.At(System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
