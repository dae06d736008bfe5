using Device.Hardware.Pen;

namespace Device.Hardware.Touch;

/// <summary>What a touch glass can report.</summary>
/// <param name="X">The axis along the glass's own x.</param>
/// <param name="Y">The axis along the glass's own y.</param>
/// <param name="Major">Length of the touching area, in units of the position; may be absent.</param>
/// <param name="Minor">Width of the touching area; may be absent.</param>
/// <param name="Slots">How many contacts it can tell apart.</param>
public readonly record struct TouchRanges(AxisRange X, AxisRange Y, AxisRange Major, AxisRange Minor, int Slots);
