using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Device.Core.Ink;
using Device.Recognition.Handwriting;

namespace Device.Bench.Ink;

/// <summary>What the product's own way costs: loading, memory, allocation, lines.</summary>
internal static class InkSteps
{
    /// <summary>Measures how long loading takes and what it adds to the process.</summary>
    /// <param name="load">Loads the recogniser.</param>
    /// <param name="loaded">What was loaded.</param>
    internal static IEnumerable<Figure> Loading(Func<OnnxInkRecognizer> load, out OnnxInkRecognizer loaded)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var start = Stopwatch.GetTimestamp();
        loaded = load();
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.Refresh();
        return
        [
            new Figure($"loading and warming up (AVX2 {Avx2.IsSupported})", time, "ms"),
            new Figure("memory it adds to the process", (process.WorkingSet64 - before) / 1e6, "MB"),
        ];
    }

    /// <summary>Bytes that reading one character allocates: its result.</summary>
    internal static Figure Allocation(OnnxInkRecognizer recognizer, Stroke[] strokes)
    {
        const int Times = 200;
        recognizer.RecognizeCharacter(strokes, InkScript.Any, 10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            recognizer.RecognizeCharacter(strokes, InkScript.Any, 10);
        }

        return new Figure("allocated for one character with ten candidates", (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times, "bytes");
    }

    /// <summary>How long lines take.</summary>
    internal static IEnumerable<Figure> Lines(string set, OnnxInkRecognizer recognizer, IReadOnlyList<LabelledInk> lines)
    {
        var times = new List<double>();
        foreach (var line in lines.Take(1).Concat(lines))
        {
            var start = Stopwatch.GetTimestamp();
            recognizer.RecognizeLine(line.Strokes.AsSpan(), InkScript.Any);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / Math.Max(line.Label.Length, 1));
        }

        times.RemoveAt(0);
        times.Sort();
        yield return new Figure($"{set}: p50 a character of a line", times[times.Count / 2], "ms");
        yield return new Figure($"{set}: p99 a character of a line", times[Math.Min(times.Count * 99 / 100, times.Count - 1)], "ms");
    }
}
