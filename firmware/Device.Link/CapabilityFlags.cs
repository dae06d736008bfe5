using System;

namespace Device.Link;

/// <summary>What a board's co-processor can do. Bits are append-only; unknown bits are to be ignored.</summary>
[Flags]
public enum CapabilityFlags : uint
{
    /// <summary>Nothing but the link.</summary>
    None = 0,

    /// <summary>It reads the power button.</summary>
    PowerButton = 1,

    /// <summary>It reads a lid switch.</summary>
    Lid = 2,

    /// <summary>It sees the pen come near while the processor sleeps.</summary>
    PenWake = 4,

    /// <summary>It measures the battery.</summary>
    BatteryGauge = 8,

    /// <summary>It can reset a processor that stopped sending heartbeats.</summary>
    HostWatchdog = 16,
}
