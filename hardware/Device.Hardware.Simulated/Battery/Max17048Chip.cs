using System.Buffers.Binary;
using Device.Hardware.Simulated.I2c;

namespace Device.Hardware.Simulated.Battery;

/// <summary>A MAX17048 at the bus: its registers by the data sheet (19-6171), with a cell that the test sets.</summary>
public sealed class Max17048Chip : RegisterChip
{
    private const byte Config = 0x0C;
    private const byte Status = 0x1A;
    private const byte Command = 0xFE;

    /// <summary>Makes a chip that has just got its supply.</summary>
    public Max17048Chip() => Reset();

    /// <summary>Cell voltage in volts.</summary>
    public double Volts { get; set; } = 3.9;

    /// <summary>Charge in percent.</summary>
    public double Level { get; set; } = 75;

    /// <summary>Rate in percent an hour, positive while charging.</summary>
    public double Rate { get; set; }

    /// <summary>The alert threshold that the driver has set, in percent.</summary>
    public int AlertLevel => 32 - (Registers[Config + 1] & 0x1F);

    /// <summary>The compensation that the driver has set.</summary>
    public int Compensation => Registers[Config];

    /// <summary>Whether the driver has acknowledged the reset.</summary>
    public bool IsResetAcknowledged => (Registers[Status] & 1) == 0;

    /// <summary>Loses the supply and gets it again.</summary>
    public void Reset()
    {
        Registers.AsSpan().Clear();
        Set(0x08, 0x0012);
        Set(0x0A, 0x8030);
        Set(Config, 0x971C);
        Set(0x14, 0x00FF);
        Set(0x18, 0x9600);
        Set(Status, 0x0100);
        Set(Command, 0xFFFF);
    }

    /// <inheritdoc/>
    protected override void Refresh()
    {
        Set(0x02, (int)Math.Round(Volts / 78.125e-6));
        Set(0x04, (int)Math.Round(Level * 256));
        Set(0x16, (int)Math.Round(Rate / 0.208));
    }

    /// <inheritdoc/>
    protected override void Store(byte address, byte value)
    {
        // Voltage, charge, version and rate are the chip's own.
        if (address is not (0x02 or 0x03 or 0x04 or 0x05 or 0x08 or 0x09 or 0x16 or 0x17))
        {
            base.Store(address, value);
        }

        if (address == Command + 1 && BinaryPrimitives.ReadUInt16BigEndian(Registers.AsSpan(Command)) == 0x5400)
        {
            Reset();
        }
    }

    private void Set(byte address, int value) => BinaryPrimitives.WriteUInt16BigEndian(Registers.AsSpan(address), (ushort)value);
}
