namespace Device.Firmware.Tests;

/// <summary>Finds files of the source tree that the tests were built from.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(Path(parts));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Device.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Device.sln was not found above " + AppContext.BaseDirectory);
    }
}
