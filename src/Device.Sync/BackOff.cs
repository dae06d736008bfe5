namespace Device.Sync;

/// <summary>Waits between attempts: doubling from a shortest to a longest one, each cut by up to half at random, so that the machines of a broken broker do not return all at once. Not thread-safe.</summary>
internal sealed class BackOff(TimeSpan shortest, TimeSpan longest, Random random)
{
    private int _failures;

    /// <summary>The wait after one more failure.</summary>
    /// <returns>Half to the whole of the doubled wait.</returns>
    public TimeSpan Next()
    {
        // 2^40 times the shortest wait is over the longest whatever the two are.
        var whole = Math.Min(shortest.TotalSeconds * Math.Pow(2, Math.Min(_failures, 40)), longest.TotalSeconds);
        _failures++;
        return TimeSpan.FromSeconds(whole * (0.5 + (random.NextDouble() / 2)));
    }

    /// <summary>Begins again at the shortest wait.</summary>
    public void Reset() => _failures = 0;
}
