using Device.Hardware.Panels;

namespace Device.Hardware.SystemPower;

/// <summary>How the machine is put to sleep and switched off; one board's values come from its profile.</summary>
public sealed record LinuxPowerOptions
{
    /// <summary>systemd's control program, which asks logind; this service holds no right to write to the kernel's power files.</summary>
    public string Systemctl { get; set; } = "/usr/bin/systemctl";

    /// <summary>How long the program may take besides the sleep itself, in milliseconds, 1,000 to 120,000.</summary>
    public int Timeout { get; set; } = 20_000;

    /// <summary>Where the kernel says how often it slept.</summary>
    public string SuspendStats { get; set; } = "/sys/power/suspend_stats/success";

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(Systemctl is { Length: > 1 and <= 200 } && Systemctl[0] == '/', "systemctl", Systemctl, "the full path of a program")
        .Require(SuspendStats is { Length: > 1 and <= 200 } && SuspendStats[0] == '/', "suspendStats", SuspendStats, "the full path of a file")
        .Range("timeout", Timeout, 1_000, 120_000).Faults;
}
