using System.ComponentModel.DataAnnotations;

namespace Device.Hardware.Simulated.Panels.Ssd1680;

/// <summary>Which panel the emulated controller drives.</summary>
public sealed class Ssd1680ChipOptions
{
    /// <summary>Columns of the glass, 8 to 176.</summary>
    [Range(8, 176)]
    public int Width { get; set; } = 128;

    /// <summary>Rows of the glass, 8 to 296.</summary>
    [Range(8, 296)]
    public int Height { get; set; } = 296;

    /// <summary>Whether the chip has a partial waveform of its own; else one has to be loaded.</summary>
    public bool HasPartialWaveform { get; set; } = true;

    /// <summary>Whether deep sleep keeps the images.</summary>
    public bool SleepKeepsImages { get; set; } = true;

    /// <summary>A full update in milliseconds, 0 to 30,000.</summary>
    [Range(0, 30_000)]
    public int FullTime { get; set; } = 3_500;

    /// <summary>A partial update in milliseconds, 0 to 30,000.</summary>
    [Range(0, 30_000)]
    public int PartialTime { get; set; } = 460;

    /// <summary>spidev's <c>bufsiz</c>: the longest transfer in bytes, 16 to 1,048,576.</summary>
    [Range(16, 1 << 20)]
    public int MostTransfer { get; set; } = 4096;

    /// <summary>How the glass behaves.</summary>
    public EmulatedGlassOptions Glass { get; set; } = new() { Engines = 1 };
}
