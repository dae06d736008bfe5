using System.Globalization;

namespace Device.Hardware.Panels.It8951;

/// <summary>How an IT8951 is wired and used; one board's values come from its profile, object <c>panel.it8951</c>.</summary>
public sealed record It8951Options
{
    private const int MostVcomCharacters = 32;

    /// <summary>The common voltage on the panel's flex label in volts, above -5 and below 0. There is no default: each panel has its own, and a wrong one ruins the contrast.</summary>
    public double? Vcom { get; set; }

    /// <summary>A file that holds the common voltage, written when a machine is made; used where <see cref="Vcom"/> is absent.</summary>
    public string VcomFile { get; set; } = "";

    /// <summary>SPI bus, 0 to 31: /dev/spidevBUS.CHIPSELECT.</summary>
    public int SpiBus { get; set; }

    /// <summary>SPI chip select, 0 to 31.</summary>
    public int ChipSelect { get; set; }

    /// <summary>The processor's pin at RST, 0 to 1,023.</summary>
    public int ResetPin { get; set; } = 17;

    /// <summary>The processor's pin at HRDY, 0 to 1,023.</summary>
    public int ReadyPin { get; set; } = 24;

    /// <summary>Clock of commands and answers in Hz, 100,000 to 12,000,000.</summary>
    public int CommandClock { get; set; } = It8951Panel.SpiClockFrequency;

    /// <summary>Clock of pixels in Hz, 100,000 to 40,000,000.</summary>
    public int PixelClock { get; set; } = It8951Panel.PixelSpiClockFrequency;

    /// <summary>spidev's <c>bufsiz</c>, the longest transfer in bytes: 64 to 1,048,576.</summary>
    public int MostTransfer { get; set; } = 4096;

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; set; }

    /// <summary>Bits a pixel on the wire for greys: 2, 4 or 8.</summary>
    public int BitsPerPixel { get; set; } = 4;

    /// <summary>Whether the first pixel of a word is its highest bits. Both are used in the field.</summary>
    public bool BigEndian { get; set; }

    /// <summary>Whether black-and-white patches are sent as one bit a pixel, a quarter of the bytes.</summary>
    public bool InkAsBitmap { get; set; } = true;

    /// <summary>Which byte of BGVR is the grey of a one: false the low one, as the maker's sample says. Try true when ink comes out inverted.</summary>
    public bool BitmapOnesFromHighByte { get; set; }

    /// <summary>Whether ink that touches ink still being driven is sent at once, and left to the controller to order. False waits.</summary>
    public bool OverlapInk { get; set; }

    /// <summary>Whether everything waits until nothing is driven. Slower; for panels that tear.</summary>
    public bool WaitForIdle { get; set; }

    /// <summary>Whether panels that stay blurred are driven harder (register 0x0038).</summary>
    public bool StrongDrive { get; set; }

    /// <summary>The controller's memory in bytes, 1 MiB to 64 MiB: two image buffers are used when they fit.</summary>
    public int MemoryBytes { get; set; } = 8 << 20;

    /// <summary>The longest wait for HRDY in milliseconds, 100 to 60,000. Booting takes more than a second.</summary>
    public int ReadyTimeout { get; set; } = 5_000;

    /// <summary>The longest wait for a refresh to finish in milliseconds, 500 to 60,000.</summary>
    public int RefreshTimeout { get; set; } = 10_000;

    /// <summary>Resets in a row that try to bring the controller back before a command fails, 0 to 20.</summary>
    public int MostRecoveries { get; set; } = 3;

    /// <summary>How long commands fail at once after the resets did not help, in milliseconds, 0 to 600,000.</summary>
    public int RecoveryPause { get; set; } = 30_000;

    /// <summary>The controller's waveform numbers; null to know them by the name of its waveform file.</summary>
    public WaveformNumbers? Waveforms { get; set; }

    /// <summary>Which waveform an intent wants.</summary>
    public IntentWaveforms Intents { get; set; } = new();

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck()
            .Require(
                IsVcom(Vcom) || (Vcom is null && VcomFile.Length > 0),
                "vcom",
                Vcom?.ToString(CultureInfo.InvariantCulture) ?? "nothing",
                "the volts on the panel's label, above -5 and below 0, such as -1.53, or a vcomFile that holds them")
            .Require(VcomFile.Length == 0 || (VcomFile.Length <= 200 && VcomFile[0] == '/'), "vcomFile", VcomFile, "the full path of a file")
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

    /// <summary>These options with the common voltage that the file holds.</summary>
    /// <exception cref="ArgumentException">The file cannot be read or holds something else; the message says what.</exception>
    internal It8951Options WithVcom()
    {
        if (Vcom is not null)
        {
            return this;
        }

        string text;
        try
        {
            using var file = new StreamReader(VcomFile);
            var characters = new char[MostVcomCharacters];
            text = new string(characters, 0, file.ReadBlock(characters)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"it8951: vcomFile: '{VcomFile}' cannot be read ({e.Message}); the volts on the panel's label were expected in it", e);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var volts) && IsVcom(volts)
            ? this with { Vcom = volts }
            : throw new ArgumentException($"it8951: vcomFile: '{VcomFile}' holds '{text}'; volts above -5 and below 0, such as -1.53, were expected");
    }

    private static bool IsVcom(double? volts) => volts is > -5 and < 0;
}
