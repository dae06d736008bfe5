namespace Device.Core.Ink;

/// <summary>One report of the digitiser, already mapped to the panel.</summary>
/// <param name="TimestampMicroseconds">Monotonic time of the report in microseconds; only differences mean anything.</param>
/// <param name="X">Millimetres from the panel's left edge, growing to the right.</param>
/// <param name="Y">Millimetres from the panel's top edge, growing downwards.</param>
/// <param name="Pressure">0 (no force) to 1 (the digitiser's maximum).</param>
/// <param name="TiltX">Degrees from upright towards the right, -90 to 90; 0 where the pen has no tilt sensor.</param>
/// <param name="TiltY">Degrees from upright towards the reader, -90 to 90; 0 where the pen has no tilt sensor.</param>
/// <param name="Tool">Which end of the pen.</param>
/// <param name="Phase">Away, hovering or touching.</param>
/// <param name="Buttons">The buttons of the barrel that are held down.</param>
public readonly record struct PenSample(
    long TimestampMicroseconds,
    float X,
    float Y,
    float Pressure,
    float TiltX,
    float TiltY,
    PenTool Tool,
    PenPhase Phase,
    PenButtons Buttons = PenButtons.None);
