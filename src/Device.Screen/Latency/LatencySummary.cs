namespace Device.Screen.Latency;

/// <summary>Times summed up. Percentiles are at most 1/16 too large.</summary>
/// <param name="Count">Times recorded.</param>
/// <param name="P50">Half took at most this, in microseconds.</param>
/// <param name="P95">95 in 100 took at most this, in microseconds.</param>
/// <param name="P99">99 in 100 took at most this, in microseconds.</param>
/// <param name="Longest">The longest, in microseconds.</param>
public readonly record struct LatencySummary(long Count, double P50, double P95, double P99, double Longest);
