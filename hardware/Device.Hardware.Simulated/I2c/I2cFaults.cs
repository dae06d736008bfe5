namespace Device.Hardware.Simulated.I2c;

/// <summary>What goes wrong on an emulated I2C bus. Each counts down as transfers meet it.</summary>
public sealed class I2cFaults
{
    /// <summary>Transfers that the chip does not acknowledge.</summary>
    public int Refused { get; set; }

    /// <summary>Transfers for which somebody holds the clock low, until the controller gives up.</summary>
    public int Stuck { get; set; }

    /// <summary>Readings that the chip leaves half-way: the rest is ones, as a line is that nobody pulls down.</summary>
    public int CutOff { get; set; }

    /// <summary>Bytes that such a reading still brings.</summary>
    public int CutOffAfter { get; set; } = 1;
}
