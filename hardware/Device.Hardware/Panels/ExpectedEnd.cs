namespace Device.Hardware.Panels;

/// <summary>
/// Guesses when everything sent to a controller is over, where the kernel does not tell: an update may have to wait for those
/// before it, but a stroke of live ink is not made of hundreds that do. One caller at a time.
/// </summary>
internal sealed class ExpectedEnd(TimeProvider time)
{
    private const int MostSeconds = 3;

    private long _end = long.MinValue;

    /// <summary>Adds an update that was sent now.</summary>
    internal void Add(TimeSpan duration)
    {
        var now = time.GetTimestamp();
        var frequency = time.TimestampFrequency;
        _end = Math.Min(Math.Max(_end, now) + (long)(duration.TotalSeconds * frequency), now + (MostSeconds * frequency));
    }

    /// <summary>Waits for the end.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var now = time.GetTimestamp(); now < _end; now = time.GetTimestamp())
        {
            await Task.Delay(time.GetElapsedTime(now, _end) + TimeSpan.FromMilliseconds(1), time, cancellationToken);
        }
    }
}
