using System.Numerics;

namespace Device.Screen.Latency;

/// <summary>
/// Times in buckets whose width grows with them: sixteen to every doubling, so that a percentile is at most 1/16 too large.
/// From one nanosecond to 18 minutes; longer ones count as that. Fixed size, nothing allocated by recording. Any threads.
/// </summary>
public sealed class LatencyHistogram
{
    private const int Parts = 16;
    private const int PartBits = 4;
    private const int MostBits = 40;

    private readonly long[] _counts = new long[(MostBits - PartBits + 2) * Parts];
    private long _longest;

    /// <summary>Records a time.</summary>
    /// <param name="nanoseconds">The time; below zero counts as zero.</param>
    public void Record(long nanoseconds)
    {
        var value = Math.Clamp(nanoseconds, 0, (1L << (MostBits + 1)) - 1);
        Interlocked.Increment(ref _counts[IndexOf(value)]);
        for (var seen = Interlocked.Read(ref _longest); value > seen;)
        {
            var found = Interlocked.CompareExchange(ref _longest, value, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>Sums up what was recorded.</summary>
    /// <returns>Times in microseconds.</returns>
    public LatencySummary Summarise()
    {
        var counts = new long[_counts.Length];
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i] = Interlocked.Read(ref _counts[i]);
        }

        var longest = Interlocked.Read(ref _longest);
        return new LatencySummary(total, At(counts, total, longest, 0.5), At(counts, total, longest, 0.95), At(counts, total, longest, 0.99), longest / 1000.0);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Interlocked.Exchange(ref _longest, 0);
    }

    internal static int IndexOf(long value)
    {
        if (value < Parts)
        {
            return (int)value;
        }

        var bits = BitOperations.Log2((ulong)value);
        return ((bits - PartBits + 1) * Parts) + (int)((value >> (bits - PartBits)) & (Parts - 1));
    }

    /// <summary>The longest time that falls into a bucket.</summary>
    internal static long UpperOf(int index)
    {
        if (index < Parts)
        {
            return index;
        }

        var bits = (index / Parts) - 1;
        return ((long)(Parts + (index % Parts) + 1) << bits) - 1;
    }

    private static double At(long[] counts, long total, long longest, double share)
    {
        var wanted = (long)Math.Ceiling(total * share);
        var seen = 0L;
        for (var i = 0; i < counts.Length && total > 0; i++)
        {
            seen += counts[i];
            if (seen >= wanted)
            {
                return Math.Min(UpperOf(i), longest) / 1000.0;
            }
        }

        return 0;
    }
}
