using Device.Hardware.Battery.Max17048;
using Device.Hardware.Battery.PowerSupply;

namespace Device.Boards;

/// <summary>The battery gauge of a board.</summary>
/// <param name="Driver"><c>simulated</c>, <c>powerSupply</c>, <c>max17048</c> or <c>coprocessor</c>.</param>
public sealed record BatteryProfile(string Driver)
{
    /// <summary>A gauge that the kernel has a driver for.</summary>
    public PowerSupplyOptions? PowerSupply { get; init; }

    /// <summary>A MAX17048 on I2C.</summary>
    public Max17048Options? Max17048 { get; init; }
}
