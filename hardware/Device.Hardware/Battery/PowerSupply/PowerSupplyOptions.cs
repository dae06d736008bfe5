using Device.Hardware.Panels;

namespace Device.Hardware.Battery.PowerSupply;

/// <summary>Which of the kernel's power supplies is the battery; one board's values come from its profile.</summary>
public sealed record PowerSupplyOptions
{
    /// <summary>The battery's name below <see cref="Folder"/>; empty takes the first of type Battery that powers the system.</summary>
    public string Battery { get; set; } = "";

    /// <summary>Where the kernel shows its power supplies.</summary>
    public string Folder { get; set; } = "/sys/class/power_supply";

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(Battery is { Length: <= 64 } && !Battery.Contains('/', StringComparison.Ordinal) && Battery != "..", "battery", Battery, "a name such as BAT0, without '/'")
        .Require(Folder is { Length: > 1 and <= 200 } && Folder[0] == '/', "folder", Folder, "the full path of a folder").Faults;
}
