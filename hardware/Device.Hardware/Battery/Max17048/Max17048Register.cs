namespace Device.Hardware.Battery.Max17048;

/// <summary>Registers of the MAX17048, 16 bits each, high byte first.</summary>
internal enum Max17048Register : byte
{
    /// <summary>Cell voltage, 78.125 uV a step.</summary>
    Voltage = 0x02,

    /// <summary>State of charge, 1/256 % a step.</summary>
    StateOfCharge = 0x04,

    /// <summary>Quick start and hibernation.</summary>
    Mode = 0x06,

    /// <summary>0x001_ for this chip.</summary>
    Version = 0x08,

    /// <summary>Compensation in the high byte; sleep, alert and threshold in the low one.</summary>
    Config = 0x0C,

    /// <summary>Rate of change, signed, 0.208 % an hour a step.</summary>
    ChangeRate = 0x16,

    /// <summary>Flags in the high byte; the lowest of them says that the chip was reset.</summary>
    Status = 0x1A,

    /// <summary>0x5400 resets the chip.</summary>
    Command = 0xFE,
}
