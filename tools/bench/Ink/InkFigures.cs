using System.Diagnostics;
using Device.Core.Ink;

namespace Device.Bench.Ink;

/// <summary>Accuracy and time of recognisers on the same samples, taken in turns so that the machine's drift meets all alike.</summary>
internal static class InkFigures
{
    private const int Parts = 8;
    private const double Budget = 5;

    /// <summary>Measures.</summary>
    /// <param name="set">The samples' name.</param>
    /// <param name="samples">Single characters.</param>
    /// <param name="readers">The product first, then its peers.</param>
    internal static IEnumerable<Figure> Measure(string set, IReadOnlyList<LabelledInk> samples, IReadOnlyList<InkReader> readers)
    {
        var times = readers.Select(_ => new List<double>(samples.Count)).ToArray();
        var processor = new double[readers.Count];
        using var process = Process.GetCurrentProcess();
        var ranks = readers.Select(_ => new List<int>(samples.Count)).ToArray();
        var inks = samples.Select(s => (Label: Fold(s.Label), Strokes: s.Strokes.ToArray())).ToArray();
        foreach (var reader in readers)
        {
            reader.Read(inks[0].Strokes);
        }

        foreach (var part in inks.Chunk(Math.Max(inks.Length / Parts, 1)))
        {
            for (var r = 0; r < readers.Count; r++)
            {
                process.Refresh();
                var used = process.TotalProcessorTime;
                foreach (var (label, strokes) in part)
                {
                    var start = Stopwatch.GetTimestamp();
                    var read = readers[r].Read(strokes);
                    times[r].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    ranks[r].Add(read.Select(Fold).ToList().IndexOf(label));
                }

                process.Refresh();
                processor[r] += (process.TotalProcessorTime - used).TotalMilliseconds;
            }
        }

        for (var r = 0; r < readers.Count; r++)
        {
            times[r].Sort();
            yield return Share(set, readers[r], "top-1", ranks[r], 1);
            yield return Share(set, readers[r], "top-10", ranks[r], 10);
            yield return new Figure($"{set}, {readers[r].Name}: p50", times[r][times[r].Count / 2], "ms", r == 0 ? Budget : null);
            yield return new Figure($"{set}, {readers[r].Name}: p99", times[r][Math.Min(times[r].Count * 99 / 100, times[r].Count - 1)], "ms");
            yield return new Figure($"{set}, {readers[r].Name}: processor time, mean (also on a busy machine)", processor[r] / inks.Length, "ms");
        }
    }

    private static Figure Share(string set, InkReader reader, string name, List<int> ranks, int within) =>
        new($"{set}, {reader.Name}: {name}", 100.0 * ranks.Count(r => r >= 0 && r < within) / ranks.Count, "%");

    private static string Fold(string text) => text.ToLowerInvariant();
}
