namespace Device.Hardware.Rtc;

/// <summary>What every clock asks of an alarm's time.</summary>
internal static class WakeAlarm
{
    /// <summary>A clock that compares the day of the month can tell this many days apart in any month.</summary>
    private const int MostDays = 27;

    /// <summary>An alarm earlier than this would have passed before it is armed, and never ring.</summary>
    private const int LeastSeconds = 2;

    /// <summary>The second at which an alarm is to ring.</summary>
    /// <param name="time">What was asked for.</param>
    /// <param name="now">The clock's time.</param>
    /// <returns>The time rounded up to the second, and at least two seconds ahead.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is more than 27 days ahead.</exception>
    internal static DateTime Round(DateTimeOffset time, DateTime now)
    {
        if (time.UtcDateTime > now.AddDays(MostDays))
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, $"an alarm at most {MostDays} days after {now:u} expected");
        }

        var rounded = new DateTime((time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var earliest = now.AddSeconds(LeastSeconds);
        return rounded > earliest ? rounded : earliest;
    }
}
