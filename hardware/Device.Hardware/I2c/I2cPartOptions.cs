using Device.Hardware.Panels;

namespace Device.Hardware.I2c;

/// <summary>Where a chip on an I2C bus is, and how patiently it is asked.</summary>
public abstract record I2cPartOptions
{
    /// <summary>Makes options with a chip's usual address.</summary>
    /// <param name="address">The address, 7 bits.</param>
    protected I2cPartOptions(int address) => Address = address;

    /// <summary>The bus, 0 to 31: /dev/i2c-BUS.</summary>
    public int Bus { get; set; } = 1;

    /// <summary>The chip's address, 0x08 to 0x77.</summary>
    public int Address { get; set; }

    /// <summary>How often a transfer is tried before it fails, 1 to 10. A bus shared with a charger loses one now and then.</summary>
    public int MostTries { get; set; } = 3;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public virtual IReadOnlyList<OptionFault> Validate() => Check().Faults;

    private protected OptionCheck Check() => new OptionCheck()
        .Range("bus", Bus, 0, 31)
        .Range("address", Address, 0x08, 0x77)
        .Range("mostTries", MostTries, 1, 10);
}
