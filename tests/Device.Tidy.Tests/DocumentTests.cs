using System.Text.RegularExpressions;

namespace Device.Tidy.Tests;

public sealed partial class DocumentTests
{
    private static IEnumerable<string> Documents => Repository.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Every_link_in_a_document_leads_somewhere()
    {
        var broken = new List<string>();
        foreach (var document in Documents)
        {
            foreach (Match match in Link().Matches(Repository.Read(document)))
            {
                var target = match.Groups["target"].Value;
                if (target.StartsWith("http", StringComparison.Ordinal) || target.StartsWith('#') || target.StartsWith("mailto:", StringComparison.Ordinal))
                {
                    continue;
                }

                var path = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(document) ?? "", target.Split('#')[0]));
                if (!File.Exists(path) && !Directory.Exists(path))
                {
                    broken.Add($"{document}: {target}");
                }
            }
        }

        Wrong.None(broken);
    }

    [Fact]
    public void The_documents_that_a_newcomer_needs_are_there()
    {
        string[] wanted =
        [
            "README.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "docs/TESTING.md", "docs/PERFORMANCE.md", "docs/DEPENDENCIES.md",
            "docs/formats/facts.md", "docs/formats/journal.md", "docs/formats/mqtt.md", "docs/formats/ink-jsonl.md", "docs/formats/inkml.md",
            "docs/formats/model-bundle.md", "docs/formats/spark.md", "docs/formats/link.md", "docs/formats/board.md", "docs/formats/local-api.md",
        ];
        Wrong.None(wanted.Where(w => !Repository.Files.Contains(w)));
    }

    [Fact]
    public void Every_driver_has_a_readme()
    {
        var folders = Repository.Sources.Where(f => f.StartsWith("hardware/", StringComparison.Ordinal))
            .Select(f => Path.GetDirectoryName(f)!).Where(f => f.Count(c => c == '/') == 2).Distinct();
        Wrong.None(folders.Where(f => !Repository.Files.Contains($"{f}/README.md")));
    }

    [Fact]
    public void Every_room_has_a_readme()
    {
        var rooms = Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal) && !f.StartsWith("tests/", StringComparison.Ordinal))
            .Select(f => Path.GetDirectoryName(f)!);
        Wrong.None(rooms.Where(r => !Repository.Files.Contains($"{r}/README.md")));
    }

    [Fact]
    public void Every_model_has_a_card_and_a_manifest()
    {
        var bundles = Repository.Files.Where(f => f.EndsWith(".onnx", StringComparison.Ordinal) && f.StartsWith("src/", StringComparison.Ordinal))
            .Select(f => Path.GetDirectoryName(f)!).Distinct().ToArray();
        Assert.NotEmpty(bundles);
        Wrong.None(bundles.Where(b => !Repository.Files.Contains($"{b}/card.md") || !Repository.Files.Contains($"{b}/manifest.json")));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
