using Device.Hardware.Rtc.Ds3231;
using Device.Hardware.Rtc.LinuxRtc;

namespace Device.Boards;

/// <summary>The clock of a board, which runs while the machine is off and wakes it.</summary>
/// <param name="Driver"><c>simulated</c>, <c>linux</c> or <c>ds3231</c>.</param>
public sealed record RtcProfile(string Driver)
{
    /// <summary>A clock that the kernel has a driver for.</summary>
    public LinuxRtcOptions? Linux { get; init; }

    /// <summary>A DS3231 on I2C.</summary>
    public Ds3231Options? Ds3231 { get; init; }
}
