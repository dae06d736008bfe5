namespace Device.Link;

/// <summary>What the co-processor reports unasked. Numbers are append-only.</summary>
public enum EventId : ushort
{
    /// <summary>None; never sent.</summary>
    None = 0,

    /// <summary>The power button was pressed and let go while the processor ran.</summary>
    PowerButtonShort = 1,

    /// <summary>The power button is held: shut down now, power will be cut.</summary>
    PowerButtonLong = 2,

    /// <summary>The lid was closed.</summary>
    LidClosed = 3,

    /// <summary>The lid was opened.</summary>
    LidOpened = 4,

    /// <summary>The pen came near the sheet after being away.</summary>
    PenNear = 5,

    /// <summary>The battery fell to the low threshold: tell the user.</summary>
    BatteryLow = 6,

    /// <summary>The battery fell to the critical threshold: save and shut down.</summary>
    BatteryCritical = 7,

    /// <summary>The battery is above the low threshold again, or on external power.</summary>
    BatteryRecovered = 8,

    /// <summary>External power was plugged in.</summary>
    ExternalPowerOn = 9,

    /// <summary>External power was unplugged.</summary>
    ExternalPowerOff = 10,

    /// <summary>The watchdog ran out and the processor was reset.</summary>
    HostReset = 11,
}
