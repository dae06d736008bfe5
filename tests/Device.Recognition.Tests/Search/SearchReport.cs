using System.Globalization;
using System.Text;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Search;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;
using Device.Recognition.Tests.Handwriting;

namespace Device.Recognition.Tests.Search;

/// <summary>
/// Measures search on real lines: how many of the words that are written are found by the best text alone and by all readings, and how many
/// lines are found that do not say the word. Run with <c>--explicit only</c> and DEVICE_SEARCH_REPORT, a file for the figures.
/// </summary>
public sealed class SearchReport
{
    [Fact(Explicit = true)]
    public async Task Recall_and_false_hits()
    {
        var file = Environment.GetEnvironmentVariable("DEVICE_SEARCH_REPORT");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "DEVICE_SEARCH_REPORT names no file for the figures");
        var folder = Environment.GetEnvironmentVariable("DEVICE_MATH_MODEL") ?? Path.Combine(AppContext.BaseDirectory, "models", "handwriting");
        using var recognizer = new OnnxInkRecognizer(ModelBundle.Open(folder));
        var report = new StringBuilder();
        foreach (var (set, lengths) in ((string, int[])[])[("han-lines-dev.jsonl", [1, 2, 3, 4]), ("latin-words-dev.jsonl", [3, 4, 99])])
        {
            var lines = await RealInk.ReadAsync(set);
            var index = new InkIndex();
            var pages = lines.Select((l, i) => WrittenPage.Put(index, recognizer, l, (ulong)i)).ToArray();
            foreach (var length in lengths)
            {
                foreach (var least in (float[])[0.3f, 0.1f, 0.03f, 0.01f])
                {
                    report.AppendLine(Figures(index, lines, pages, length, least, set));
                }
            }
        }

        await File.WriteAllTextAsync(file!, report.ToString(), TestContext.Current.CancellationToken);
    }

    private static string Figures(InkIndex index, IReadOnlyList<LabelledInk> lines, FactId[] pages, int length, float least, string set)
    {
        var words = lines.SelectMany(l => length > l.Label.Length ? [l.Label] : Enumerable.Range(0, l.Label.Length - length + 1).Select(i => l.Label.Substring(i, length))).Distinct().ToArray();
        int written = 0, byBest = 0, byAll = 0, falseBest = 0, falseAll = 0;
        foreach (var word in words)
        {
            var best = index.Search(word, InkIndex.MaxHits, bestTextOnly: true).Select(h => h.Page).ToHashSet();
            var all = index.Search(word, InkIndex.MaxHits, least: least).Select(h => h.Page).ToHashSet();
            for (var i = 0; i < lines.Count; i++)
            {
                var says = lines[i].Label.Contains(word, StringComparison.OrdinalIgnoreCase);
                written += says ? 1 : 0;
                byBest += says && best.Contains(pages[i]) ? 1 : 0;
                byAll += says && all.Contains(pages[i]) ? 1 : 0;
                falseBest += !says && best.Contains(pages[i]) ? 1 : 0;
                falseAll += !says && all.Contains(pages[i]) ? 1 : 0;
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{set} length {length} least {least}: {words.Length} words, written {written}, found by best text {100.0 * byBest / written:0.0} %, by readings {100.0 * byAll / written:0.0} %, false {falseBest} / {falseAll}");
    }
}
