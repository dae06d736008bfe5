using Device.Core.Ink;

namespace Device.Hardware.Pen;

/// <summary>The digitiser's whole state at one moment, in its own units, as EVIOCGABS and EVIOCGKEY give it.</summary>
/// <param name="X">Position along x.</param>
/// <param name="Y">Position along y.</param>
/// <param name="Pressure">Force.</param>
/// <param name="TiltX">Tilt along x.</param>
/// <param name="TiltY">Tilt along y.</param>
/// <param name="IsPenNear">BTN_TOOL_PEN is down.</param>
/// <param name="IsRubberNear">BTN_TOOL_RUBBER is down.</param>
/// <param name="IsTouching">BTN_TOUCH is down.</param>
/// <param name="Buttons">BTN_STYLUS, BTN_STYLUS2 and BTN_STYLUS3.</param>
public readonly record struct PenSnapshot(
    int X,
    int Y,
    int Pressure,
    int TiltX,
    int TiltY,
    bool IsPenNear,
    bool IsRubberNear,
    bool IsTouching,
    PenButtons Buttons = PenButtons.None);
