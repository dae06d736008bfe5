namespace Device.Recognition.Tests;

/// <summary>A folder that is gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("device-recognition-").FullName;

    internal string CopyOf(string folder)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
        }

        return Path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
