using System.ComponentModel.DataAnnotations;

namespace Device.Hardware.Simulated.Audio;

/// <summary>What a simulated microphone hears, and how it fails.</summary>
public sealed class SimulatedMicrophoneOptions
{
    /// <summary>Frames of 20 ms that wait for a late reader, 2 to 6,000.</summary>
    [Range(2, 6_000)]
    public int QueueFrames { get; set; } = 100;

    /// <summary>Whether the sound begins again when it is over; else silence follows.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>How much faster than real time, 0.1 to 1,000.</summary>
    [Range(0.1, 1_000)]
    public double Speed { get; set; } = 1;

    /// <summary>Of a thousand frames, how many are lost, 0 to 1,000, as by a machine that is too slow.</summary>
    [Range(0, 1_000)]
    public int LostPerThousand { get; set; }

    /// <summary>Which frames these are; the same number gives the same ones.</summary>
    public int Seed { get; set; } = 1;
}
