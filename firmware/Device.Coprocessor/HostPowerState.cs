namespace Device.Coprocessor;

/// <summary>What the processor's supply is doing.</summary>
public enum HostPowerState
{
    /// <summary>Off.</summary>
    Off,

    /// <summary>On.</summary>
    On,

    /// <summary>Still on, with a time set at which it goes off.</summary>
    ShuttingDown,
}
