using System.Diagnostics;
using Device.Core.Speech;
using Device.Recognition.Voice;
using Device.Storage;

namespace Device.Bench.Speech;

/// <summary>Front end, detector and segmenter over sound that is half speech-like; each figure is of processor time, so that a busy machine does not change it.</summary>
internal static class Listening
{
    private const double BudgetPercent = 5;

    /// <summary>Measures.</summary>
    /// <param name="seconds">How much sound.</param>
    /// <returns>The figures.</returns>
    public static IEnumerable<Figure> Measure(int seconds)
    {
        var sound = Sound(seconds);
        foreach (var detector in new[] { VoiceDetectors.Open(null, out var problem), new EnergyVoiceDetector() })
        {
            if (problem is not null)
            {
                Console.Error.WriteLine(problem);
            }

            foreach (var figure in Of(detector, sound))
            {
                yield return figure;
            }

            (detector as IDisposable)?.Dispose();
        }

        yield return Opus(sound);
    }

    private static IEnumerable<Figure> Of(IVoiceActivityDetector detector, short[] sound)
    {
        var (frontEnd, segmenter, ended) = (new SpeechFrontEnd(), new SpeechSegmenter(detector), new List<SpeechSegment>());
        Run(sound.AsMemory(0, AudioFrame.SampleRate), 0);
        var frames = sound.Length / AudioFrame.Length;
        ended.Clear();
        var (allocated, processor) = (GC.GetAllocatedBytesForCurrentThread(), Process.GetCurrentProcess().TotalProcessorTime);
        Run(sound, AudioFrame.SampleRate);
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        var given = ended.Sum(s => (s.Samples.Length * 4L) + 256);
        var factor = used.TotalSeconds / (sound.Length / (double)AudioFrame.SampleRate);
        yield return new Figure($"{detector.Name}: real-time factor, front end and segmenter with it", factor, "x");
        yield return new Figure($"{detector.Name}: of one core while it listens", factor * 100, "%", BudgetPercent);
        yield return new Figure($"{detector.Name}: a frame of 20 ms", used.TotalMicroseconds / frames, "us");
        yield return new Figure($"{detector.Name}: allocated a frame, segments apart", Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - allocated - given) / (double)frames, "B");
        yield return new Figure($"{detector.Name}: segments found", ended.Count, "");

        void Run(ReadOnlyMemory<short> part, long from)
        {
            for (var at = 0; at + AudioFrame.Length <= part.Length; at += AudioFrame.Length)
            {
                var frame = new AudioFrame(from + at, (from + at) * 125 / 2, 0, AudioLevel.None, part.Slice(at, AudioFrame.Length));
                segmenter.Add(frame, frontEnd.Process(frame), ended);
            }
        }
    }

    private static Figure Opus(short[] sound)
    {
        long bytes = 0;
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        using var opus = OpusWriter.BeginAsync(
            (page, _) =>
            {
                bytes += page.Length;
                return default;
            },
            1, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        opus.WriteAsync(sound, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        opus.FinishAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        var seconds = sound.Length / (double)AudioFrame.SampleRate;
        return new Figure($"Opus at {OpusWriter.StandardBitRate / 1_000} kbit/s: real-time factor; {bytes * 3_600 / seconds / 1e6:F1} MB an hour", used.TotalSeconds / seconds, "x");
    }

    /// <summary>Two seconds of harmonics that come and go as syllables do, then two of quiet noise.</summary>
    private static short[] Sound(int seconds)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, seconds * AudioFrame.SampleRate).Select(i =>
        {
            var t = i / (double)AudioFrame.SampleRate;
            var voice = (int)t % 4 < 2
                ? (0.5 - (0.5 * Math.Cos(2 * Math.PI * 4 * t))) * Enumerable.Range(1, 20).Sum(h => Math.Sin(2 * Math.PI * 120 * h * t) / h)
                : 0;
            return (short)((4_000 * voice) + random.Next(-60, 60));
        })];
    }
}
