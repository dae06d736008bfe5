using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Cli.Tests;

/// <summary>Ink files made for a test, in a folder that is gone when the test is.</summary>
internal sealed class InkFixture : IDisposable
{
    internal string Folder { get; } = Directory.CreateTempSubdirectory("devicectl-tests-").FullName;

    internal static LabelledInk Flat(string label = "一", string? writer = "w1") => new(label, InkKind.Character, writer, [Path((0, 0), (50, 0))]);

    internal static LabelledInk Cross(string label = "十", string? writer = "w2") => new(label, InkKind.Character, writer, Crosses(1));

    internal static LabelledInk Line(string label, int crosses) => new(label, InkKind.Line, "w1", Crosses(crosses));

    internal static ImmutableArray<Stroke> Crosses(int count, float y = 0) =>
        [.. Enumerable.Range(0, count).SelectMany(i => new[] { Path((60 * i, y + 25), ((60 * i) + 50, y + 25)), Path(((60 * i) + 25, y), ((60 * i) + 25, y + 50)) })];

    internal string Jsonl(string name, params IEnumerable<LabelledInk> samples)
    {
        var path = System.IO.Path.Combine(Folder, name);
        using var stream = File.Create(path);
        foreach (var sample in samples)
        {
            InkJsonl.Write(sample, stream);
        }

        return path;
    }

    internal string InkMlFile(string name, params IEnumerable<LabelledInk> samples)
    {
        var path = System.IO.Path.Combine(Folder, name);
        using var stream = File.Create(path);
        InkMl.Write(samples, stream);
        return path;
    }

    internal string Text(string name, string content)
    {
        var path = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Stroke Path(params (float X, float Y)[] points) => new([.. points.Select(p => new InkPoint(p.X, p.Y, float.NaN, float.NaN))]);
}
