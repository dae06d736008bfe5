using System.ComponentModel.DataAnnotations;

namespace Device.Hardware.Simulated.Panels;

/// <summary>How the glass behind an emulated controller behaves.</summary>
public sealed class EmulatedGlassOptions
{
    /// <summary>Regions that can be driven at once, 1 to 64.</summary>
    [Range(1, 64)]
    public int Engines { get; set; } = 16;

    /// <summary>Factor on every waveform's time, 0 (instant) to 100.</summary>
    [Range(0, 100)]
    public double TimeScale { get; set; } = 1;

    /// <summary>Strength of ghosts, 0 (none) to 4; 1 leaves about 5 % of a black pixel behind after a direct update.</summary>
    [Range(0, 4)]
    public double Ghost { get; set; } = 1;

    /// <summary>Chooses how strongly each pixel ghosts.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Drives that the log remembers, 16 to 100,000; the oldest give way.</summary>
    [Range(16, 100_000)]
    public int LogCapacity { get; set; } = 4_096;
}
