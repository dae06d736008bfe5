using System.ComponentModel.DataAnnotations;

namespace Device.Hardware.Simulated.Panels.It8951;

/// <summary>Which board the emulated controller sits on.</summary>
public sealed class It8951ChipOptions
{
    /// <summary>Columns of the glass, a multiple of 8, 8 to 4,096.</summary>
    [Range(8, 4096)]
    public int Width { get; set; } = 1872;

    /// <summary>Rows of the glass, 8 to 4,096.</summary>
    [Range(8, 4096)]
    public int Height { get; set; } = 1404;

    /// <summary>The waveform file's name, up to 16 ASCII characters: M641, M841, M841_TFAB512 …</summary>
    public string LutVersion { get; set; } = "M841_TFA5210";

    /// <summary>The firmware's name, up to 16 ASCII characters.</summary>
    public string FirmwareVersion { get; set; } = "SWv_0.2.";

    /// <summary>Where the image buffer begins.</summary>
    public uint BufferAddress { get; set; } = 0x0012_2480;

    /// <summary>The controller's memory in bytes, 1 MiB to 64 MiB.</summary>
    [Range(1 << 20, 64 << 20)]
    public int MemoryBytes { get; set; } = 8 << 20;

    /// <summary>The common voltage on the panel's label, as millivolts below zero, 1 to 4,999.</summary>
    [Range(1, 4999)]
    public int LabelVcom { get; set; } = 1530;

    /// <summary>The common voltage that a reset leaves, as millivolts below zero.</summary>
    [Range(1, 4999)]
    public int ResetVcom { get; set; } = 2800;

    /// <summary>From the end of the reset pulse until HRDY is high, in milliseconds, 0 to 10,000.</summary>
    [Range(0, 10_000)]
    public int BootTime { get; set; } = 1_200;

    /// <summary>How long HRDY is low after a transaction, in microseconds, 0 to 100,000.</summary>
    [Range(0, 100_000)]
    public int BusyTime { get; set; } = 20;

    /// <summary>spidev's <c>bufsiz</c>: the longest transfer in bytes, 64 to 1,048,576.</summary>
    [Range(64, 1 << 20)]
    public int MostTransfer { get; set; } = 4096;

    /// <summary>The fastest clock at which commands are understood and answers can be read, in Hz.</summary>
    public int MostCommandClock { get; set; } = 12_000_000;

    /// <summary>The fastest clock at which pixels are taken, in Hz.</summary>
    public int MostPixelClock { get; set; } = 24_000_000;

    /// <summary>What the chip refuses while it drives the glass.</summary>
    public It8951Strictness Strictness { get; set; } = It8951Strictness.Overlap;

    /// <summary>Which byte of BGVR is the grey of a one in bitmap mode: false the low one, as the maker's sample says.</summary>
    public bool OnesFromHighByte { get; set; }

    /// <summary>How the glass behaves.</summary>
    public EmulatedGlassOptions Glass { get; set; } = new();
}
