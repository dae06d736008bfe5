using Device.Hardware.Panels;

namespace Device.Hardware.Rtc.LinuxRtc;

/// <summary>Which of the kernel's clocks is used; one board's values come from its profile.</summary>
public sealed record LinuxRtcOptions
{
    /// <summary>The clock's device file.</summary>
    public string Device { get; set; } = "/dev/rtc0";

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck().Device(Device).Faults;
}
