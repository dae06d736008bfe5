namespace Device.Interop.Tests.EndToEnd;

/// <summary>The programs as <c>tools/test</c> has built them, and the ink for evaluation.</summary>
internal static class Built
{
    public static string Root { get; } = FindRoot();

    public static string Simulator => Program("Device.Simulator", "device-simulator");

    public static string Deviced => Program("Device.Host", "deviced");

    public static string Devicectl => Program("Device.Cli", "devicectl");

    /// <summary>A file of real ink; skips the test where the data is not on this machine.</summary>
    public static string Ink(string name)
    {
        var folder = Environment.GetEnvironmentVariable("DEVICE_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(folder, "handwriting", name));
        Assert.SkipUnless(File.Exists(path), $"no ink for evaluation at {path}: name its folder in DEVICE_DATA");
        return path;
    }

    private static string Program(string project, string name)
    {
        var path = Path.Combine(Root, "artifacts", "bin", project, "release", name);
        Assert.True(File.Exists(path), $"{path} is not built: dotnet build Device.sln -c Release");
        return path;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory.TrimEnd('/');
        while (!File.Exists(Path.Combine(folder, "Device.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no Device.sln above {AppContext.BaseDirectory}");
        }

        return folder;
    }
}
