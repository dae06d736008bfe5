using System.Numerics.Tensors;
using Device.Recognition.Speech.Features;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// The pitch of a voice, 60 to 500 Hz, a value every 10 ms: normalised cross-correlation at 8 kHz (windows of 40 ms), and through its
/// peaks the path of least cost, which dislikes jumps and long periods. The same as the trainer's <c>pitch.py</c>. Pure.
/// Method: D. Talkin, "A robust algorithm for pitch tracking (RAPT)", 1995, without its two passes.
/// </summary>
public static class PitchTracker
{
    /// <summary>Samples of 16 kHz from one value to the next.</summary>
    public const int Hop = 160;

    private const int HalfHop = Hop / 2;
    private const int HalfRate = LogMel.SampleRate / 2;
    private const int Window = 320;
    private const int ShortestLag = 16;
    private const int LongestLag = 133;
    private const int Lags = LongestLag - ShortestLag + 1;
    private const float JumpCost = 4;
    private const float LongPeriodCost = 0.04f;

    /// <summary>What int16 range and -1 to 1 differ by.</summary>
    private const float Scale = 32_768;

    private static readonly float[] LogLag = [.. Enumerable.Range(ShortestLag, Lags).Select(l => (float)Math.Log2(l))];

    /// <summary>Tracks a stretch of sound.</summary>
    /// <param name="samples">Mono, -1 to 1, 16 kHz.</param>
    /// <returns>The track; without values where the sound is shorter than 57 ms.</returns>
    public static PitchTrack Track(ReadOnlySpan<float> samples)
    {
        var half = Halve(samples);
        var frames = half.Length < Window + LongestLag ? 0 : ((half.Length - Window - LongestLag) / HalfHop) + 1;
        var correlation = new float[frames * Lags];
        var energy = new float[frames];
        for (var t = 0; t < frames; t++)
        {
            energy[t] = Correlate(half.AsSpan(t * HalfHop, Window + LongestLag), correlation.AsSpan(t * Lags, Lags));
        }

        var path = BestPath(correlation, frames);
        var (log, voicing) = (new float[frames], new float[frames]);
        for (var t = 0; t < frames; t++)
        {
            var row = correlation.AsSpan(t * Lags, Lags);
            log[t] = MathF.Log2(HalfRate / (ShortestLag + path[t] + Peak(row, path[t])));
            voicing[t] = Math.Clamp(row[path[t]], 0, 1);
        }

        return new PitchTrack(log, voicing, energy);
    }

    /// <summary>16 kHz to 8 kHz through the filter 1 3 3 1 / 8, in int16 range.</summary>
    private static float[] Halve(ReadOnlySpan<float> samples)
    {
        var half = new float[samples.Length / 2];
        for (var i = 0; i < half.Length; i++)
        {
            var at = 2 * i;
            var before = at > 0 ? samples[at - 1] : 0;
            var after = at + 2 < samples.Length ? samples[at + 2] : 0;
            half[i] = (before + (3 * samples[at]) + (3 * samples[at + 1]) + after) * (Scale / 8);
        }

        return half;
    }

    /// <summary>Fills the correlation of every lag; gives log10 of the window's mean energy.</summary>
    private static float Correlate(ReadOnlySpan<float> x, Span<float> correlation)
    {
        var head = x[..Window];
        var first = TensorPrimitives.SumOfSquares(head);
        var moved = (double)TensorPrimitives.SumOfSquares(x.Slice(ShortestLag, Window));
        for (var i = 0; i < Lags; i++)
        {
            var lag = ShortestLag + i;
            var product = TensorPrimitives.Dot(head, x.Slice(lag, Window));
            correlation[i] = (float)(product / Math.Sqrt((first + (double)Window) * (Math.Max(moved, 0) + Window)));
            if (i < Lags - 1)
            {
                moved += ((double)x[lag + Window] * x[lag + Window]) - ((double)x[lag] * x[lag]);
            }
        }

        return MathF.Log10((first / Window) + 1);
    }

    private static int[] BestPath(float[] correlation, int frames)
    {
        var path = new int[frames];
        if (frames == 0)
        {
            return path;
        }

        var back = new byte[frames * Lags];
        var (total, next, move) = (new float[Lags], new float[Lags], new float[Lags]);
        for (var t = 0; t < frames; t++)
        {
            for (var to = 0; to < Lags; to++)
            {
                var (best, from) = (0f, 0);
                if (t > 0)
                {
                    TensorPrimitives.Subtract(LogLag, LogLag[to], move);
                    TensorPrimitives.Abs(move, move);
                    TensorPrimitives.MultiplyAdd(move, JumpCost, total, move);
                    from = TensorPrimitives.IndexOfMin(move);
                    best = move[from];
                }

                back[(t * Lags) + to] = (byte)from;
                next[to] = best + 1 - correlation[(t * Lags) + to] + (LongPeriodCost * (LogLag[to] - LogLag[0]));
            }

            (total, next) = (next, total);
        }

        var at = TensorPrimitives.IndexOfMin(total);
        for (var t = frames - 1; t >= 0; t--)
        {
            path[t] = at;
            at = back[(t * Lags) + at];
        }

        return path;
    }

    /// <summary>Where between the lags the peak is, by a parabola.</summary>
    private static float Peak(ReadOnlySpan<float> row, int at)
    {
        if (at == 0 || at == Lags - 1)
        {
            return 0;
        }

        var bend = row[at - 1] - (2 * row[at]) + row[at + 1];
        return bend < 0 ? Math.Clamp(0.5f * (row[at - 1] - row[at + 1]) / bend, -0.5f, 0.5f) : 0;
    }
}
