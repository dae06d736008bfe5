using System.Xml.Linq;

namespace Device.Tidy.Tests;

public sealed class ReferenceTests
{
    /// <summary>The table of docs/ARCHITECTURE.md: what a room may reference. Tests may reference what they test.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Device.Core"] = [],
        ["Device.Messages"] = ["Device.Core"],
        ["Device.Recognition"] = ["Device.Core"],
        ["Device.Storage"] = ["Device.Core"],
        ["Device.Sync"] = ["Device.Core", "Device.Messages", "Device.Storage"],
        ["Device.Screen"] = ["Device.Core"],
        ["Device.Host"] =
        [
            "Device.Core", "Device.Messages", "Device.Recognition", "Device.Storage", "Device.Sync", "Device.Screen",
            "Device.Boards", "Device.Hardware", "Device.Hardware.Simulated",
        ],
        ["Spark.Gateway"] = ["Device.Core", "Device.Messages"],
        ["Device.Hardware"] = ["Device.Core", "Device.Link"],
        ["Device.Hardware.Simulated"] = ["Device.Core", "Device.Link"],
        ["Device.Boards"] = ["Device.Core", "Device.Hardware", "Device.Hardware.Simulated"],
        ["Device.Link"] = [],
        ["Device.Coprocessor"] = ["Device.Link"],
        ["Device.Cli"] = ["Device.Core", "Device.Messages", "Device.Recognition", "Device.Storage", "Device.Sync", "Device.Hardware", "Device.Boards"],
        ["Spark.StandIn"] = [],
        ["Device.Lab"] = ["Device.Core", "Device.Hardware"],
        ["Device.Simulator"] = ["Device.Core", "Device.Hardware.Simulated", "Spark.Gateway", "Spark.StandIn"],
        ["Device.Bench"] =
        [
            "Device.Core", "Device.Messages", "Device.Recognition", "Device.Storage", "Device.Sync", "Device.Screen",
            "Device.Hardware", "Device.Hardware.Simulated", "Spark.Gateway",
        ],
    };

    private static IEnumerable<(string Path, string Name, XDocument Xml)> Projects =>
        Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(f => (f, Path.GetFileNameWithoutExtension(f), XDocument.Load(Path.Combine(Repository.Root, f))));

    [Fact]
    public void Every_room_references_only_what_the_architecture_allows()
    {
        var wrong = new List<string>();
        foreach (var (path, name, xml) in Projects.Where(p => !p.Name.EndsWith(".Tests", StringComparison.Ordinal)))
        {
            if (!Allowed.TryGetValue(name, out var allowed))
            {
                wrong.Add($"{path}: not in the table");
                continue;
            }

            wrong.AddRange(References(xml).Where(r => !allowed.Contains(r)).Select(r => $"{path}: references {r}"));
        }

        Wrong.None(wrong);
    }

    [Fact]
    public void Nothing_of_the_product_references_a_test()
    {
        Wrong.None(Projects.Where(p => !p.Path.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(p => References(p.Xml).Where(r => r.EndsWith(".Tests", StringComparison.Ordinal)).Select(r => $"{p.Path}: {r}")));
    }

    [Fact]
    public void The_core_uses_no_package()
    {
        var core = Projects.Single(p => p.Name == "Device.Core");
        Wrong.None(core.Xml.Descendants("PackageReference"));
    }

    [Fact]
    public void Package_versions_stand_in_one_file()
    {
        Wrong.None(Projects.SelectMany(p => p.Xml.Descendants("PackageReference").Where(r => r.Attribute("Version") is not null).Select(r => $"{p.Path}: {r}")));
    }

    [Fact]
    public void Every_project_has_a_lock_file_and_is_in_the_solution()
    {
        var solution = Repository.Read("Device.sln").Replace('\\', '/');
        var wrong = Projects.Where(p => !solution.Contains(p.Path, StringComparison.Ordinal)).Select(p => $"{p.Path}: not in Device.sln")
            .Concat(Projects.Where(p => !Repository.Files.Contains($"{Path.GetDirectoryName(p.Path)}/packages.lock.json")).Select(p => $"{p.Path}: no lock file"));
        Wrong.None(wrong);
    }

    [Fact]
    public void Every_package_is_explained_in_the_list_of_dependencies()
    {
        var listed = Repository.Read("docs/DEPENDENCIES.md");
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value);
        Wrong.None(packages.Where(p => !listed.Contains($"| {p} |", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> References(XDocument xml) =>
        xml.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
}
