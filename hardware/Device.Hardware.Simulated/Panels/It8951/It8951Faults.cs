namespace Device.Hardware.Simulated.Panels.It8951;

/// <summary>Lets the emulated controller fail as real ones do. Any thread; takes effect with the next transaction.</summary>
public sealed class It8951Faults
{
    /// <summary>Resets that do not bring HRDY back, 0 or more; each reset takes one.</summary>
    public int UselessResets { get; set; }

    /// <summary>HRDY stays low until the next useful reset.</summary>
    public bool IsReadyHung { get; set; }

    /// <summary>HRDY stays low, until the next useful reset, once the chip has seen a command of this code; 0 for none.</summary>
    public int HangAfterCommand { get; set; }

    /// <summary>LUTAFSR says that something is driven until the next reset, as when the panel's power failed.</summary>
    public bool IsLutHung { get; set; }

    /// <summary>Share of the reads over the bus in which one bit comes out wrong, 0 to 1: a long wire, a clock that is too fast.</summary>
    public double FlipShare { get; set; }

    /// <summary>Share of the looks at HRDY that find the wrong level, 0 to 1: a spike on the line.</summary>
    public double SpikeShare { get; set; }

    /// <summary>Looks at HRDY that still find it low although the chip is ready, 0 or more: an edge that comes late or is lost.</summary>
    public int LateLooks { get; set; }

    /// <summary>The chip does not answer: every bit read is 0.</summary>
    public bool IsMute { get; set; }

    /// <summary>Replaces the answer to GET_DEV_INFO, 20 words; null for the true one.</summary>
    public IReadOnlyList<ushort>? DeviceInfo { get; set; }
}
