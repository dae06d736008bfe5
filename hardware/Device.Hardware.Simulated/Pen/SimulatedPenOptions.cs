using System.ComponentModel.DataAnnotations;

namespace Device.Hardware.Simulated.Pen;

/// <summary>How the simulated pen behaves.</summary>
public sealed class SimulatedPenOptions
{
    /// <summary>Samples that wait for the reader, 16 to 1,000,000: 4,096 are 20 s at 200 Hz.</summary>
    [Range(16, 1_000_000)]
    public int Capacity { get; set; } = 4_096;

    /// <summary>Whether who feeds it stamps samples with the clock of <see cref="System.Diagnostics.Stopwatch"/>; a page in a browser does not.</summary>
    public bool IsTimed { get; set; }
}
