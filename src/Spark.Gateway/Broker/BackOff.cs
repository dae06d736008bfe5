namespace Spark.Gateway.Broker;

/// <summary>Pauses between tries: doubled each time, half fixed and half random. One caller at a time.</summary>
internal sealed class BackOff(int firstMs, int limitMs, Random random)
{
    private int _tries;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        var full = Math.Min(firstMs * Math.Pow(2, Math.Min(_tries++, 30)), limitMs);
        return TimeSpan.FromMilliseconds((full / 2) + (full / 2 * random.NextDouble()));
    }

    /// <summary>The next pause is the first again.</summary>
    public void Reset() => _tries = 0;
}
