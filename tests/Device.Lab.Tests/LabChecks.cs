using System.Text.RegularExpressions;

namespace Device.Lab.Tests;

/// <summary>The checkout, and the names of the lab's checks as its sources give them, since the lab itself is built for another processor.</summary>
internal static partial class LabChecks
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "tools", "lab", "Device.Lab"), "*Checks.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(f => NamePattern().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)),
    ];

    [GeneratedRegex("""new\("([a-z0-9]+(?:-[a-z0-9]+)+)",""")]
    private static partial Regex NamePattern();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Device.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"no Device.sln above {AppContext.BaseDirectory}");
    }
}
