namespace Device.Coprocessor;

/// <summary>Switches the processor's supply: on at once, off at once or at a deadline.</summary>
/// <remarks>Times are milliseconds of a monotonic clock. Use from one thread.</remarks>
public sealed class HostPower
{
    /// <summary>The longest delay the processor may ask for before its power is cut, in milliseconds.</summary>
    public const uint LongestDelay = 60_000;

    private long _offAt;

    /// <summary>What the supply is doing.</summary>
    public HostPowerState State { get; private set; } = HostPowerState.Off;

    /// <summary>The supply is switched on.</summary>
    public bool IsOn
    {
        get { return State != HostPowerState.Off; }
    }

    /// <summary>Switches on; without effect when on or shutting down.</summary>
    public void TurnOn()
    {
        if (State == HostPowerState.Off)
        {
            State = HostPowerState.On;
        }
    }

    /// <summary>Sets or moves the time at which the supply goes off; without effect when off.</summary>
    public void ShutDownWithin(long milliseconds, long now)
    {
        if (State != HostPowerState.Off)
        {
            State = HostPowerState.ShuttingDown;
            _offAt = now + milliseconds;
        }
    }

    /// <summary>Switches off now.</summary>
    public void Cut()
    {
        State = HostPowerState.Off;
    }

    /// <summary>Looks at the clock and switches off when the set time has come.</summary>
    public void Update(long now)
    {
        if (State == HostPowerState.ShuttingDown && now >= _offAt)
        {
            State = HostPowerState.Off;
        }
    }
}
