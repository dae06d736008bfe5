using System.ComponentModel.DataAnnotations;
using Device.Hardware.Panels;

namespace Device.Hardware.Pen;

/// <summary>How a pen is read; one board's values come from its profile.</summary>
public sealed class EvdevPenOptions
{
    /// <summary>The device, such as /dev/input/by-path/platform-…-event; empty takes the first pen that is found.</summary>
    public string DevicePath { get; set; } = "";

    /// <summary>Maps the digitiser to the page.</summary>
    public PenCalibration Calibration { get; set; } = PenCalibration.Upright(157.8f, 210.4f);

    /// <summary>Share of the full pressure at which the pen starts to touch, 0.001..0.5.</summary>
    [Range(0.001, 0.5)]
    public float ContactPressure { get; set; } = 0.015f;

    /// <summary>Share of the full pressure at or below which it no longer touches, 0..0.5, below the contact pressure.</summary>
    [Range(0.0, 0.5)]
    public float ReleasePressure { get; set; } = 0.008f;

    /// <summary>Keep the pen from every other program (EVIOCGRAB).</summary>
    public bool IsExclusive { get; set; } = true;

    /// <summary>Samples kept for a reader that is late, 64..65536: at 360 reports a second 1024 are 2.8 seconds.</summary>
    [Range(64, 65536)]
    public int QueueCapacity { get; set; } = 1024;

    /// <summary>Whether a pen that was unplugged is waited for; else the source ends.</summary>
    public bool IsReopened { get; set; } = true;

    /// <summary>Milliseconds before the first try to open a pen again, 10 to 60,000; doubled after each.</summary>
    [Range(10, 60_000)]
    public int FirstReopenDelay { get; set; } = 250;

    /// <summary>The longest wait between two tries in milliseconds, 10 to 600,000.</summary>
    [Range(10, 600_000)]
    public int LongestReopenDelay { get; set; } = 8_000;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(DevicePath is "" or { Length: > 1 and <= 200 } && (DevicePath.Length == 0 || DevicePath[0] == '/'), "devicePath", DevicePath, "an event device such as /dev/input/event2, or nothing")
        .Require(ContactPressure is >= 0.001f and <= 0.5f, "contactPressure", ContactPressure, "0.001 to 0.5")
        .Require(ReleasePressure is >= 0 and <= 0.5f && ReleasePressure < ContactPressure, "releasePressure", ReleasePressure, "0 to 0.5, below contactPressure")
        .Range("queueCapacity", QueueCapacity, 64, 65_536)
        .Range("firstReopenDelay", FirstReopenDelay, 10, 60_000)
        .Range("longestReopenDelay", LongestReopenDelay, 10, 600_000)
        .Require(LongestReopenDelay >= FirstReopenDelay, "longestReopenDelay", LongestReopenDelay, "no less than firstReopenDelay")
        .Faults;
}
