using System.Globalization;

namespace Device.Hardware.Panels.It8951;

/// <summary>How an IT8951 is wired and used; one board's values come from its profile, object <c>panel.it8951</c>.</summary>
public sealed record It8951Options
{
    /// <summary>The common voltage on the panel's flex label in volts, above -5 and below 0. There is no default: each panel has its own, and a wrong one ruins the contrast.</summary>
    public double? Vcom { get; init; }

    /// <summary>SPI bus, 0 to 31: /dev/spidevBUS.CHIPSELECT.</summary>
    public int SpiBus { get; init; }

    /// <summary>SPI chip select, 0 to 31.</summary>
    public int ChipSelect { get; init; }

    /// <summary>The processor's pin at RST, 0 to 1,023.</summary>
    public int ResetPin { get; init; } = 17;

    /// <summary>The processor's pin at HRDY, 0 to 1,023.</summary>
    public int ReadyPin { get; init; } = 24;

    /// <summary>Clock of commands and answers in Hz, 100,000 to 12,000,000.</summary>
    public int CommandClock { get; init; } = It8951Panel.SpiClockFrequency;

    /// <summary>Clock of pixels in Hz, 100,000 to 40,000,000.</summary>
    public int PixelClock { get; init; } = It8951Panel.PixelSpiClockFrequency;

    /// <summary>spidev's <c>bufsiz</c>, the longest transfer in bytes: 64 to 1,048,576.</summary>
    public int MostTransfer { get; init; } = 4096;

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Bits a pixel on the wire for greys: 2, 4 or 8.</summary>
    public int BitsPerPixel { get; init; } = 4;

    /// <summary>Whether the first pixel of a word is its highest bits. Both are used in the field.</summary>
    public bool BigEndian { get; init; }

    /// <summary>Whether black-and-white patches are sent as one bit a pixel, a quarter of the bytes.</summary>
    public bool InkAsBitmap { get; init; } = true;

    /// <summary>Which byte of BGVR is the grey of a one: false the low one, as the maker's sample says. Try true when ink comes out inverted.</summary>
    public bool BitmapOnesFromHighByte { get; init; }

    /// <summary>Whether ink that touches ink still being driven is sent at once, and left to the controller to order. False waits.</summary>
    public bool OverlapInk { get; init; }

    /// <summary>Whether everything waits until nothing is driven. Slower; for panels that tear.</summary>
    public bool WaitForIdle { get; init; }

    /// <summary>Whether panels that stay blurred are driven harder (register 0x0038).</summary>
    public bool StrongDrive { get; init; }

    /// <summary>The controller's memory in bytes, 1 MiB to 64 MiB: two image buffers are used when they fit.</summary>
    public int MemoryBytes { get; init; } = 8 << 20;

    /// <summary>The longest wait for HRDY in milliseconds, 100 to 60,000. Booting takes more than a second.</summary>
    public int ReadyTimeout { get; init; } = 5_000;

    /// <summary>The longest wait for a refresh to finish in milliseconds, 500 to 60,000.</summary>
    public int RefreshTimeout { get; init; } = 10_000;

    /// <summary>Resets in a row that try to bring the controller back before a command fails, 0 to 20.</summary>
    public int MostRecoveries { get; init; } = 3;

    /// <summary>How long commands fail at once after the resets did not help, in milliseconds, 0 to 600,000.</summary>
    public int RecoveryPause { get; init; } = 30_000;

    /// <summary>The controller's waveform numbers; null to know them by the name of its waveform file.</summary>
    public WaveformNumbers? Waveforms { get; init; }

    /// <summary>Which waveform an intent wants.</summary>
    public IntentWaveforms Intents { get; init; } = new();

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck()
            .Require(Vcom is > -5 and < 0, "vcom", Vcom?.ToString(CultureInfo.InvariantCulture) ?? "nothing", "the volts on the panel's label, above -5 and below 0, such as -1.53")
            .Range("spiBus", SpiBus, 0, 31)
            .Range("chipSelect", ChipSelect, 0, 31)
            .Range("resetPin", ResetPin, 0, 1023)
            .Range("readyPin", ReadyPin, 0, 1023)
            .Require(ReadyPin != ResetPin, "readyPin", ReadyPin, "another pin than resetPin")
            .Range("commandClock", CommandClock, 100_000, 12_000_000)
            .Range("pixelClock", PixelClock, 100_000, 40_000_000)
            .Range("mostTransfer", MostTransfer, 64, 1 << 20)
            .Rotation(Rotation)
            .Require(BitsPerPixel is 2 or 4 or 8, "bitsPerPixel", BitsPerPixel, "2, 4 or 8")
            .Range("memoryBytes", MemoryBytes, 1 << 20, 64 << 20)
            .Range("readyTimeout", ReadyTimeout, 100, 60_000)
            .Range("refreshTimeout", RefreshTimeout, 500, 60_000)
            .Range("mostRecoveries", MostRecoveries, 0, 20)
            .Range("recoveryPause", RecoveryPause, 0, 600_000);
        return check.Add("waveforms", Waveforms?.Validate() ?? []).Add("intents", Intents.Validate()).Faults;
    }
}
