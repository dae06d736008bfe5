using System.ComponentModel.DataAnnotations;
using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>How the simulated panel behaves.</summary>
public sealed class SimulatedPanelOptions
{
    /// <summary>Factor on every waveform's time, 0 (instant) to 100.</summary>
    [Range(0, 100)]
    public double TimeScale { get; set; } = 1;

    /// <summary>Regions that can be driven at once, 1 to 255. i.MX controllers have 16 to 64, an IT8951 has 16.</summary>
    [Range(1, 255)]
    public int Engines { get; set; } = 64;

    /// <summary>Which fast waveform live ink uses: direct update (cleaner) or A2 (faster).</summary>
    [AllowedValues(Waveform.Du, Waveform.A2)]
    public Waveform PenWaveform { get; set; } = Waveform.Du;

    /// <summary>Strength of ghosts, 0 (none) to 4; 1 leaves about 5 % of a black pixel behind after a direct update.</summary>
    [Range(0, 4)]
    public double Ghost { get; set; } = 1;

    /// <summary>Chooses how strongly each pixel ghosts.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>The longest wait for a busy region, in milliseconds, 10 to 600,000; then the command fails.</summary>
    [Range(10, 600_000)]
    public int BusyTimeout { get; set; } = 5_000;

    /// <summary>Commands that may wait at once, 1 to 1,000; one more fails.</summary>
    [Range(1, 1_000)]
    public int MostWaiting { get; set; } = 64;

    /// <summary>Refreshes that the log remembers, 16 to 100,000; the oldest give way.</summary>
    [Range(16, 100_000)]
    public int LogCapacity { get; set; } = 4_096;

    /// <summary>Readers of the change feed at once, 1 to 256; one more is refused.</summary>
    [Range(1, 256)]
    public int MostWatchers { get; set; } = 16;

    /// <summary>Time from one picture of moving greys to the next in the change feed, in milliseconds, 5 to 1,000.</summary>
    [Range(5, 1_000)]
    public int FrameInterval { get; set; } = 40;
}
