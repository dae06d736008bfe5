using Device.Hardware.Panels;
using Device.Hardware.Pen;

namespace Device.Hardware.Touch;

/// <summary>How a touch glass is read; one board's values come from its profile, object <c>touch.evdev</c>.</summary>
public sealed class EvdevTouchOptions
{
    /// <summary>The device, such as /dev/input/by-path/platform-…-event; empty takes the first touch glass that is found.</summary>
    public string DevicePath { get; set; } = "";

    /// <summary>Maps the glass to the panel, in millimetres.</summary>
    public PenCalibration Calibration { get; set; } = PenCalibration.Upright(157.8f, 210.4f);

    /// <summary>Keep the glass from every other program (EVIOCGRAB).</summary>
    public bool IsExclusive { get; set; } = true;

    /// <summary>Reports kept for a reader that is late, 64 to 65,536.</summary>
    public int QueueCapacity { get; set; } = 512;

    /// <summary>Whether a glass that was unplugged is waited for; else the source ends.</summary>
    public bool IsReopened { get; set; } = true;

    /// <summary>Milliseconds before the first try to open a glass again, 10 to 60,000; doubled after each.</summary>
    public int FirstReopenDelay { get; set; } = 250;

    /// <summary>The longest wait between two tries in milliseconds, 10 to 600,000.</summary>
    public int LongestReopenDelay { get; set; } = 8_000;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(DevicePath is "" or { Length: > 1 and <= 200 } && (DevicePath.Length == 0 || DevicePath[0] == '/'), "devicePath", DevicePath, "an event device such as /dev/input/event3, or nothing")
        .Range("queueCapacity", QueueCapacity, 64, 65_536)
        .Range("firstReopenDelay", FirstReopenDelay, 10, 60_000)
        .Range("longestReopenDelay", LongestReopenDelay, 10, 600_000)
        .Require(LongestReopenDelay >= FirstReopenDelay, "longestReopenDelay", LongestReopenDelay, "no less than firstReopenDelay")
        .Faults;
}
