namespace Device.Hardware.Pen;

/// <summary>What a digitiser can report.</summary>
/// <param name="X">The axis along the digitiser's own x.</param>
/// <param name="Y">The axis along the digitiser's own y.</param>
/// <param name="Pressure">Force on the tip; absent on digitisers that only say touching or not.</param>
/// <param name="TiltX">Tilt along x; may be absent.</param>
/// <param name="TiltY">Tilt along y; may be absent.</param>
/// <param name="HasProximity">It says when the pen is near (BTN_TOOL_PEN); without it a pen that does not touch is away.</param>
public readonly record struct PenRanges(
    AxisRange X,
    AxisRange Y,
    AxisRange Pressure,
    AxisRange TiltX,
    AxisRange TiltY,
    bool HasProximity);
