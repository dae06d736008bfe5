using System.Xml.Linq;

namespace Device.Firmware.Tests.Subset;

public sealed class NanoSubsetTests
{
    [Fact]
    public void Firmware_uses_only_what_nanoframework_has()
    {
        var sources = Sources("Device.Link").Concat(Sources("Device.Coprocessor")).ToList();
        Assert.True(sources.Count > 30, "The scan found only " + sources.Count + " files.");
        AssertNone(NanoSubset.FindOffences(sources));
    }

    [Fact]
    public void The_entry_point_on_the_chip_compiles_against_the_shapes_of_its_libraries()
    {
        var shims = RepositoryFiles.Path("tests", "Device.Firmware.Tests", "Subset", "NanoShims.cs");
        var sources = Sources("Device.Link")
            .Concat(Sources("Device.Coprocessor"))
            .Concat(Sources("Device.Coprocessor", "Nano"))
            .Append((shims, File.ReadAllText(shims)));
        AssertNone(NanoSubset.FindOffences(sources, isProgram: true));
    }

    [Theory]
    [InlineData("class C<T> { }", "generic")]
    [InlineData("class C { T Get<T>(T value) => value; }", "generic")]
    [InlineData("class C { System.Collections.Generic.List<int> _list = new(); }", "generic")]
    [InlineData("class C { void M(int[] a) { var i = System.Array.IndexOf(a, 1); } }", "generic method")]
    [InlineData("class C { int? _value; }", "nullable value type")]
    [InlineData("class C { System.DayOfWeek? _value; }", "nullable value type")]
    [InlineData("class C { string? _text; bool M() => _text?.Length > 3; }", "nullable value type")]
    [InlineData("class C { async System.Threading.Tasks.Task M() => await System.Threading.Tasks.Task.Yield(); }", "async")]
    [InlineData("class C { System.Collections.IEnumerable M() { yield return 1; } }", "iterator")]
    [InlineData("class C { (int, int) M() => (1, 2); }", "tuple")]
    [InlineData("class C { System.Span<byte> M(byte[] a) => a; }", "generic")]
    [InlineData("class C { void M() { System.ReadOnlySpan<byte> a = stackalloc byte[3]; } }", "stackalloc")]
    [InlineData("record C(int A);", "record")]
    [InlineData("record struct C(int A);", "record")]
    [InlineData("class C { int M(int[] a) => a[^1]; }", "index from the end")]
    [InlineData("class C { string M(string a) => a[1..]; }", "range")]
    [InlineData("class C { object M() => 1.5m; }", "decimal")]
    [InlineData("class C { decimal _value; }", "decimal")]
    [InlineData("class C { int[,] _table = new int[2, 2]; }", "multi-dimensional array")]
    [InlineData("class C { byte[] M() => \"abc\"u8.ToArray(); }", "UTF-8 literal")]
    [InlineData("class C { unsafe int* _p; }", "unsafe")]
    [InlineData("class C { object M() => new { A = 1 }; }", "anonymous type")]
    [InlineData("class C { object M(dynamic d) => d.A; }", "dynamic")]
    [InlineData("interface I { int M() => 1; }", "default interface method")]
    [InlineData("class C { int M(int a) => checked(a + 1); }", "checked")]
    [InlineData("enum E { A } class C { string M(E e) => e.ToString(); }", "enum")]
    [InlineData("class C { void M(string s) => System.ArgumentNullException.ThrowIfNull(s); }", "not on the list")]
    [InlineData("class C { System.Guid M() => System.Guid.NewGuid(); }", "not on the list")]
    [InlineData("class C(int a) { int M() => a; }", "CS")]
    [InlineData("class C { int[] M() => [1, 2]; }", "CS")]
    public void The_scan_sees_what_nanoframework_lacks(string source, string expected)
    {
        Assert.Contains(NanoSubset.FindOffences([("test.cs", source)]), offence => offence.Contains(expected, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("class C { string? _text; string Text => _text ?? \"\"; }")]
    [InlineData("readonly struct S { public S(int a) { A = a; } public int A { get; init; } }")]
    [InlineData("delegate int D(int a); class C { D M(int b) => a => a + b; int[][] _table = new int[3][]; }")]
    [InlineData("class C { int M(object o) => o switch { string s => s.Length, _ => 0 }; } // List<int>, int?, a[^1], \"abc\"u8")]
    public void The_scan_lets_pass_what_nanoframework_has(string source)
    {
        Assert.All(NanoSubset.FindOffences([("test.cs", source)]), offence => Assert.Contains("warning CS", offence, StringComparison.Ordinal));
    }

    [Fact]
    public void The_nanoframework_project_compiles_exactly_the_sources_that_are_tested_here()
    {
        var folder = RepositoryFiles.Path("firmware", "Device.Coprocessor");
        var project = XDocument.Load(Path.Combine(folder, "Device.Coprocessor.nfproj"));
        var listed = project.Descendants()
            .Where(item => item.Name.LocalName == "Compile")
            .Select(item => Path.GetFullPath(Path.Combine(folder, item.Attribute("Include")!.Value.Replace('\\', '/'))));
        var present = Sources("Device.Link").Concat(Sources("Device.Coprocessor")).Concat(Sources("Device.Coprocessor", "Nano")).Select(source => source.Name);
        Assert.Equal(present.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal("10", project.Descendants().Single(item => item.Name.LocalName == "LangVersion").Value);
    }

    [Fact]
    public void The_nanoframework_project_and_its_package_list_name_the_same_versions()
    {
        var packages = XDocument.Parse(RepositoryFiles.Read("firmware", "Device.Coprocessor", "packages.config"))
            .Descendants("package")
            .Select(package => package.Attribute("id")!.Value + "." + package.Attribute("version")!.Value);
        var hints = XDocument.Parse(RepositoryFiles.Read("firmware", "Device.Coprocessor", "Device.Coprocessor.nfproj"))
            .Descendants()
            .Where(item => item.Name.LocalName == "HintPath")
            .Select(item => item.Value.Split('\\')[1]);
        Assert.Equal(packages.Order(StringComparer.Ordinal), hints.Order(StringComparer.Ordinal));
    }

    private static void AssertNone(List<string> offences) => Assert.True(offences.Count == 0, string.Join("\n", offences));

    private static IEnumerable<(string Name, string Text)> Sources(params string[] folder) =>
        Directory.EnumerateFiles(RepositoryFiles.Path(["firmware", .. folder]), "*.cs").Select(path => (path, File.ReadAllText(path)));
}
