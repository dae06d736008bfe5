namespace Device.Coprocessor;

/// <summary>Asks for a reset of the processor when its heartbeat stops.</summary>
/// <remarks>
/// Armed by the processor, never by itself: a machine whose service does not run yet is left alone. After a reset the
/// processor has the boot grace to beat again; after <see cref="CoprocessorSettings.MaxResets"/> resets without one beat the
/// watchdog gives up, since a fourth reset would not help and would keep the user from what still works. Times are
/// milliseconds of a monotonic clock. Use from one thread.
/// </remarks>
public sealed class HostWatchdog
{
    /// <summary>The shortest timeout that can be armed, in milliseconds.</summary>
    public const uint ShortestTimeout = 1000;

    /// <summary>The longest timeout that can be armed, in milliseconds.</summary>
    public const uint LongestTimeout = 600_000;

    private readonly int _bootGrace;
    private readonly int _maxResets;
    private long _timeout;
    private long _deadline;
    private int _resetsInARow;

    /// <summary>Makes a disarmed one with a board's limits.</summary>
    public HostWatchdog(CoprocessorSettings settings)
    {
        _bootGrace = settings.BootGrace;
        _maxResets = settings.MaxResets;
    }

    /// <summary>A missing heartbeat leads to a reset.</summary>
    public bool IsArmed { get; private set; }

    /// <summary>Resets asked for since the co-processor started.</summary>
    public long Resets { get; private set; }

    /// <summary>Arms it, or disarms it with 0.</summary>
    /// <returns>False, changing nothing, when the timeout is neither 0 nor in 1000..600000 ms.</returns>
    public bool Configure(uint timeoutMilliseconds, long now)
    {
        if (timeoutMilliseconds == 0)
        {
            Disarm();
            return true;
        }

        if (timeoutMilliseconds < ShortestTimeout || timeoutMilliseconds > LongestTimeout)
        {
            return false;
        }

        _timeout = timeoutMilliseconds;
        IsArmed = true;
        Beat(now);
        return true;
    }

    /// <summary>The processor is alive.</summary>
    public void Beat(long now)
    {
        _resetsInARow = 0;
        _deadline = now + _timeout;
    }

    /// <summary>The processor is switched off, or says it no longer wants to be watched.</summary>
    public void Disarm()
    {
        IsArmed = false;
        _resetsInARow = 0;
    }

    /// <summary>Looks at the clock.</summary>
    /// <returns>True when the processor is to be reset now; asked once per missed deadline.</returns>
    public bool IsDue(long now)
    {
        if (!IsArmed || now < _deadline)
        {
            return false;
        }

        if (_resetsInARow == _maxResets)
        {
            Disarm();
            return false;
        }

        _resetsInARow++;
        Resets++;
        _deadline = now + _bootGrace;
        return true;
    }
}
