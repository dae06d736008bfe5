using Device.Hardware.Simulated.I2c;

namespace Device.Hardware.Simulated.FrontLight;

/// <summary>An LM3630A at the bus: its registers by the data sheet (SNVS974). A bank that is switched on begins dark, and codes below 4 are dark.</summary>
public sealed class Lm3630aChip : RegisterChip
{
    private const int Sleep = 0x80;
    private const int EnableA = 0x04;
    private const int EnableB = 0x02;

    /// <summary>Makes a chip that has just got its supply.</summary>
    public Lm3630aChip() => Reset();

    /// <summary>How bright string A is, 0 to 255.</summary>
    public int LightA => Light(EnableA, 0x03);

    /// <summary>How bright string B is, 0 to 255.</summary>
    public int LightB => Light(EnableB, 0x04);

    /// <summary>Whether the chip is set up: feedback on for the string of bank A.</summary>
    public bool IsSetUp => (Registers[0x01] & 0x08) != 0;

    /// <summary>Loses the supply and gets it again.</summary>
    public void Reset()
    {
        Registers.AsSpan().Clear();
        (Registers[0x00], Registers[0x02]) = (0xC0, 0x38);
        (Registers[0x05], Registers[0x06]) = (0x1F, 0x1F);
    }

    /// <inheritdoc/>
    protected override void Store(byte address, byte value)
    {
        if (address == 0x00)
        {
            var risen = value & ~Registers[0x00];
            Registers[0x03] = (risen & EnableA) != 0 ? (byte)0 : Registers[0x03];
            Registers[0x04] = (risen & EnableB) != 0 ? (byte)0 : Registers[0x04];
        }

        base.Store(address, value);
    }

    private int Light(int enable, byte brightness) =>
        (Registers[0x00] & Sleep) == 0 && (Registers[0x00] & enable) != 0 && Registers[brightness] >= 4 ? Registers[brightness] : 0;
}
