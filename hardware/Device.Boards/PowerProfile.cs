using Device.Hardware.SystemPower;

namespace Device.Boards;

/// <summary>How a board is put to sleep and switched off. A board without it never sleeps.</summary>
/// <param name="Driver"><c>simulated</c> or <c>systemd</c>.</param>
public sealed record PowerProfile(string Driver)
{
    /// <summary>Sleep through systemd.</summary>
    public LinuxPowerOptions? Systemd { get; init; }
}
