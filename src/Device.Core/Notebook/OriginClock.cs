namespace Device.Core.Notebook;

/// <summary>
/// The time a machine gives its facts. A time far ahead would win over every other for ever, so it is held where facts are written,
/// and refused by the gateway; who reads facts never changes a time, or machines would differ. Pure.
/// </summary>
public static class OriginClock
{
    /// <summary>How far ahead of the gateway's clock a fact may be.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromHours(24);

    /// <summary>Unix milliseconds of 2025: a clock that stands before is not set.</summary>
    public const long Earliest = 1_735_689_600_000;

    /// <summary>Unix milliseconds of 2100: a clock that stands after it is broken, whatever else is known.</summary>
    public const long Latest = 4_102_444_800_000;

    /// <summary>The next reading.</summary>
    /// <param name="floor">The highest reading that the machine has written or taken over, restored from its journal.</param>
    /// <param name="wall">The wall clock in Unix milliseconds.</param>
    /// <param name="reference">What the time is by someone better placed, such as the gateway at the last connection plus the time since; null when nothing is known.</param>
    /// <returns>A reading above the floor: at the wall clock when it is believed, at the reference when it is ahead of that, else just above the floor.</returns>
    /// <exception cref="OverflowException">The floor is <see cref="Hlc.MaxValue"/>.</exception>
    public static (Hlc Reading, ClockState State) Next(Hlc floor, long wall, long? reference)
    {
        var state = Judge(wall, reference);
        return (floor.Next(state == ClockState.Believed ? wall : reference ?? 0), state);
    }

    /// <summary>What speaks against a wall clock.</summary>
    /// <param name="wall">The wall clock in Unix milliseconds.</param>
    /// <param name="reference">As in <see cref="Next"/>.</param>
    /// <returns>The judgement.</returns>
    public static ClockState Judge(long wall, long? reference) => wall switch
    {
        < Earliest => ClockState.Unknown,
        > Latest => ClockState.Ahead,
        _ => reference is { } known && IsAhead(new Hlc((ulong)wall << 16), known) ? ClockState.Ahead : ClockState.Believed,
    };

    /// <summary>Whether a fact's time is too far ahead to be taken by the gateway.</summary>
    /// <param name="time">The fact's time.</param>
    /// <param name="now">The gateway's clock in Unix milliseconds.</param>
    /// <returns>True beyond <see cref="MostAhead"/>.</returns>
    public static bool IsAhead(Hlc time, long now) => time.UnixMilliseconds - now > (long)MostAhead.TotalMilliseconds;
}
