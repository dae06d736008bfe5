namespace Device.Coprocessor.Nano;

/// <summary>Where a board's signals are. A pin number of -1 means that the board has none. Inputs are active low unless said.</summary>
public sealed class BoardPins
{
    /// <summary>Power button, pulled up, low when pressed.</summary>
    public int PowerButton { get; init; } = -1;

    /// <summary>Lid switch, pulled up, low when closed.</summary>
    public int Lid { get; init; } = -1;

    /// <summary>The digitizer's wake line, pulled up, low when a pen is near.</summary>
    public int PenWake { get; init; } = -1;

    /// <summary>Supply detection, high when a charger or cable is plugged in.</summary>
    public int ExternalPower { get; init; } = -1;

    /// <summary>The charger's status line, pulled up, low while charging.</summary>
    public int Charging { get; init; } = -1;

    /// <summary>Enables the processor's supply when high.</summary>
    public int HostEnable { get; init; } = -1;

    /// <summary>Resets the processor while low.</summary>
    public int HostReset { get; init; } = -1;

    /// <summary>Tells or wakes the processor when low.</summary>
    public int HostInterrupt { get; init; } = -1;
}
