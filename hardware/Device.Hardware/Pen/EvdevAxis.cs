namespace Device.Hardware.Pen;

/// <summary>One axis of an input device: its range, and where it stood.</summary>
/// <param name="Range">The range.</param>
/// <param name="Value">Where it stood when the recording began.</param>
public readonly record struct EvdevAxis(AxisRange Range, int Value);
