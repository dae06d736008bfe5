namespace Device.Hardware.Simulated.Buttons;

/// <summary>What goes wrong with emulated contacts.</summary>
public sealed class PinFaults
{
    /// <summary>Interrupts that are lost; counts down.</summary>
    public int LostEdges { get; set; }

    /// <summary>Readings of a level that fail; counts down.</summary>
    public int FailedReadings { get; set; }
}
