using System;
using Device.Link;

namespace Device.Coprocessor;

/// <summary>Thresholds and times of one board. Times are milliseconds, voltages millivolts of one lithium cell.</summary>
public sealed class CoprocessorSettings
{
    /// <summary>The board's name as reported to the processor, up to 16 ASCII characters.</summary>
    public string Board { get; init; } = "generic";

    /// <summary>What this board's co-processor can do.</summary>
    public CapabilityFlags Capabilities { get; init; } = CapabilityFlags.PowerButton | CapabilityFlags.Lid | CapabilityFlags.HostWatchdog;

    /// <summary>How long a switch must rest before its new position counts, 1..500.</summary>
    public int Debounce { get; init; } = 30;

    /// <summary>How long the button is held for a long press, 500..5000.</summary>
    public int LongPress { get; init; } = 1500;

    /// <summary>How long the button is held to cut power whatever the processor does, above the long press, up to 30000.</summary>
    public int ForceOff { get; init; } = 8000;

    /// <summary>How long the processor may take to shut down after a long press, 1000..120000.</summary>
    public int ShutdownGrace { get; init; } = 15_000;

    /// <summary>At or below: tell the user, 3000..4300.</summary>
    public int LowMillivolts { get; init; } = 3550;

    /// <summary>At or below: save and shut down; below the low threshold.</summary>
    public int CriticalMillivolts { get; init; } = 3400;

    /// <summary>At or below: power is cut; below the critical threshold, at least 2500.</summary>
    public int CutMillivolts { get; init; } = 3200;

    /// <summary>How far above a threshold the voltage must rise to leave it, 10..500.</summary>
    public int HysteresisMillivolts { get; init; } = 60;

    /// <summary>How long a voltage must stay below a threshold to count, so that a load peak does not, 0..60000.</summary>
    public int BatteryHold { get; init; } = 2000;

    /// <summary>How long the processor may take from reset to its first heartbeat, 5000..600000.</summary>
    public int BootGrace { get; init; } = 60_000;

    /// <summary>Watchdog resets in a row after which the processor is left alone, 1..10.</summary>
    public int MaxResets { get; init; } = 3;

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public void Validate()
    {
        Check(nameof(Debounce), Debounce, 1, 500);
        Check(nameof(LongPress), LongPress, 500, 5000);
        Check(nameof(ForceOff), ForceOff, LongPress + 1, 30_000);
        Check(nameof(ShutdownGrace), ShutdownGrace, 1000, 120_000);
        Check(nameof(LowMillivolts), LowMillivolts, 3000, 4300);
        Check(nameof(CriticalMillivolts), CriticalMillivolts, 2500, LowMillivolts - 1);
        Check(nameof(CutMillivolts), CutMillivolts, 2500, CriticalMillivolts - 1);
        Check(nameof(HysteresisMillivolts), HysteresisMillivolts, 10, 500);
        Check(nameof(BatteryHold), BatteryHold, 0, 60_000);
        Check(nameof(BootGrace), BootGrace, 5000, 600_000);
        Check(nameof(MaxResets), MaxResets, 1, 10);
    }

    private static void Check(string name, int value, int lowest, int highest)
    {
        if (value < lowest || value > highest)
        {
            throw new ArgumentOutOfRangeException(name, name + " is " + value.ToString() + ", expected " + lowest.ToString() + ".." + highest.ToString());
        }
    }
}
