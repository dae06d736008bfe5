namespace Device.Hardware.Panels.Ssd1680;

/// <summary>How an SSD1680-class panel is wired and used; one board's values come from its profile, object <c>panel.ssd1680</c>.</summary>
public sealed record Ssd1680Options
{
    /// <summary>Bytes of a waveform table for register 0x32.</summary>
    public const int LutBytes = 153;

    /// <summary>SPI bus, 0 to 31: /dev/spidevBUS.CHIPSELECT.</summary>
    public int SpiBus { get; set; }

    /// <summary>SPI chip select, 0 to 31.</summary>
    public int ChipSelect { get; set; }

    /// <summary>Clock in Hz, 100,000 to 20,000,000.</summary>
    public int Clock { get; set; } = Ssd1680Panel.SpiClockFrequency;

    /// <summary>spidev's <c>bufsiz</c>, the longest transfer in bytes: 16 to 1,048,576.</summary>
    public int MostTransfer { get; set; } = 4096;

    /// <summary>The processor's pin at D/C: low for commands, high for data. 0 to 1,023.</summary>
    public int DataPin { get; set; } = 25;

    /// <summary>The processor's pin at RST, low resets. 0 to 1,023.</summary>
    public int ResetPin { get; set; } = 17;

    /// <summary>The processor's pin at BUSY, high while busy. 0 to 1,023.</summary>
    public int BusyPin { get; set; } = 24;

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; set; }

    /// <summary>The border's waveform, register 0x3C, 0 to 255.</summary>
    public int Border { get; set; } = 0x05;

    /// <summary>The source output mode, second byte of register 0x21, 0 to 255: 0x80 where the visible sources begin at S8.</summary>
    public int SourceOutput { get; set; } = 0x80;

    /// <summary>The sequence of a partial update, register 0x22, 1 to 255: 0xFC with the waveform in the chip, 0xCC with <see cref="PartialLut"/>.</summary>
    public int PartialSequence { get; set; } = 0xFC;

    /// <summary>The waveform of partial updates as 306 hexadecimal digits, for chips without one; empty for the chip's own.</summary>
    public string PartialLut { get; set; } = "";

    /// <summary>Partial updates in a row before a full one cleans the panel, 1 to 1,000.</summary>
    public int MostPartials { get; set; } = 50;

    /// <summary>The longest wait for BUSY in milliseconds, 1,000 to 60,000. A full update takes 3.5 s, more in the cold.</summary>
    public int BusyTimeout { get; set; } = 15_000;

    /// <summary>The least time of a full update in milliseconds, 0 to 30,000: one that ends earlier was cut off, and is made again. 0 does not look.</summary>
    public int LeastFull { get; set; } = 800;

    /// <summary>The same of a partial update.</summary>
    public int LeastPartial { get; set; } = 100;

    /// <summary>Resets in a row that try to bring the controller back before a command fails, 0 to 20.</summary>
    public int MostRecoveries { get; set; } = 2;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Range("spiBus", SpiBus, 0, 31)
        .Range("chipSelect", ChipSelect, 0, 31)
        .Range("clock", Clock, 100_000, 20_000_000)
        .Range("mostTransfer", MostTransfer, 16, 1 << 20)
        .Range("dataPin", DataPin, 0, 1023)
        .Range("resetPin", ResetPin, 0, 1023)
        .Range("busyPin", BusyPin, 0, 1023)
        .Require(
            DataPin != ResetPin && DataPin != BusyPin && ResetPin != BusyPin, "busyPin", BusyPin, $"three different pins (dataPin {DataPin}, resetPin {ResetPin})")
        .Rotation(Rotation)
        .Range("border", Border, 0, 255)
        .Range("sourceOutput", SourceOutput, 0, 255)
        .Range("partialSequence", PartialSequence, 1, 255)
        .Require(
            PartialLut.Length is 0 or (LutBytes * 2) && PartialLut.All(char.IsAsciiHexDigit), "partialLut", $"{PartialLut.Length} characters", $"{LutBytes * 2} hexadecimal digits, or nothing")
        .Range("mostPartials", MostPartials, 1, 1000)
        .Range("busyTimeout", BusyTimeout, 1_000, 60_000)
        .Range("leastFull", LeastFull, 0, 30_000)
        .Range("leastPartial", LeastPartial, 0, 30_000)
        .Range("mostRecoveries", MostRecoveries, 0, 20)
        .Faults;
}
