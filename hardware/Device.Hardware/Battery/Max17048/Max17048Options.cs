using Device.Hardware.I2c;
using Device.Hardware.Panels;

namespace Device.Hardware.Battery.Max17048;

/// <summary>How a MAX17048 gauge is wired and set; one board's values come from its profile.</summary>
public sealed record Max17048Options : I2cPartOptions
{
    /// <summary>Makes the standard options.</summary>
    public Max17048Options()
        : base(Max17048.DefaultI2cAddress)
    {
    }

    /// <summary>Charge at or below which the chip pulls its alert pin, in percent, 1 to 32.</summary>
    public int AlertLevel { get; set; } = 5;

    /// <summary>The cell model's compensation (RCOMP) at 20 °C, 0 to 255, from the maker of the battery; 151 is the chip's own.</summary>
    public int Compensation { get; set; } = 0x97;

    /// <summary>Rates below this are rest and say nothing of charging, in percent an hour, 0.1 to 20.</summary>
    public double RestRate { get; set; } = 0.5;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionFault> Validate() => Check()
        .Range("alertLevel", AlertLevel, 1, 32)
        .Range("compensation", Compensation, 0, 255)
        .Require(RestRate is >= 0.1 and <= 20, "restRate", RestRate, "0.1 to 20").Faults;
}
