using Device.Hardware.Pen;

namespace Device.Hardware.Touch;

/// <summary>What the kernel knows of one contact, in the glass's units.</summary>
/// <param name="TrackingId">Which contact; below 0 for none.</param>
/// <param name="X">Position along x.</param>
/// <param name="Y">Position along y.</param>
/// <param name="Major">Length of the touching area.</param>
/// <param name="Minor">Width of the touching area.</param>
/// <param name="Tool">0 finger, 1 pen, 2 palm.</param>
public readonly record struct TouchSlot(int TrackingId, int X, int Y, int Major, int Minor, int Tool)
{
    /// <summary>Nothing there.</summary>
    public static TouchSlot Empty { get; } = new(-1, 0, 0, 0, 0, 0);

    /// <summary>The same with one axis changed; axes that do not matter change nothing.</summary>
    internal TouchSlot With(ushort axis, int value) => axis switch
    {
        EvdevCode.MtTrackingId => this with { TrackingId = value },
        EvdevCode.MtX => this with { X = value },
        EvdevCode.MtY => this with { Y = value },
        EvdevCode.MtMajor => this with { Major = value },
        EvdevCode.MtMinor => this with { Minor = value },
        EvdevCode.MtTool => this with { Tool = value },
        _ => this,
    };
}
