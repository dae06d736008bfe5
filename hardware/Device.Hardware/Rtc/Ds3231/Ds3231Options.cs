using Device.Hardware.I2c;

namespace Device.Hardware.Rtc.Ds3231;

/// <summary>How a DS3231 clock is wired; one board's values come from its profile.</summary>
public sealed record Ds3231Options : I2cPartOptions
{
    /// <summary>Makes the standard options.</summary>
    public Ds3231Options()
        : base(Ds3231.DefaultI2cAddress)
    {
    }
}
