namespace Device.Core.Power;

/// <summary>A clock that runs while the machine is off, and can wake it. Times are in UTC, to the second.</summary>
public interface IRealTimeClock
{
    /// <summary>Reads the clock.</summary>
    /// <param name="cancellationToken">Gives up between transfers.</param>
    /// <returns>The time, or null when the clock stopped and was not set since.</returns>
    /// <exception cref="IOException">The clock does not answer, or answers what is no time.</exception>
    ValueTask<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sets the clock.</summary>
    /// <param name="time">The time, from 2000 to 2099.</param>
    /// <param name="cancellationToken">Gives up between transfers.</param>
    /// <returns>A task that ends when the clock has taken it.</returns>
    /// <exception cref="IOException">The clock does not answer.</exception>
    ValueTask SetAsync(DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Arms the alarm that wakes the machine, or disarms it. Forgets an alarm that has rung.</summary>
    /// <param name="time">When, rounded up to the second, at most 27 days ahead; null for never.</param>
    /// <param name="cancellationToken">Gives up between transfers.</param>
    /// <returns>A task that ends when the clock has taken it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clock cannot count so far.</exception>
    /// <exception cref="IOException">The clock does not answer.</exception>
    ValueTask SetAlarmAsync(DateTimeOffset? time, CancellationToken cancellationToken);

    /// <summary>Whether the alarm has rung since it was armed.</summary>
    /// <param name="cancellationToken">Gives up between transfers.</param>
    /// <returns>Whether it has.</returns>
    /// <exception cref="IOException">The clock does not answer.</exception>
    ValueTask<bool> HasAlarmRungAsync(CancellationToken cancellationToken);
}
