namespace Device.Hardware.Pen;

/// <summary>What the kernel says of an axis (EVIOCGABS).</summary>
/// <param name="Minimum">Lowest value, inclusive.</param>
/// <param name="Maximum">Highest value, inclusive; not above the minimum means that the device has no such axis.</param>
/// <param name="Resolution">Units per millimetre, for tilt units per radian; 0 when the driver does not say.</param>
public readonly record struct AxisRange(int Minimum, int Maximum, int Resolution)
{
    /// <summary>The device has this axis.</summary>
    public bool IsPresent => Maximum > Minimum;

    /// <summary>Where <paramref name="value"/> lies, 0 at the minimum to 1 at the maximum, clamped; 0 without the axis.</summary>
    public float Normalize(int value) =>
        IsPresent ? Math.Clamp((float)(((double)value - Minimum) / ((double)Maximum - Minimum)), 0f, 1f) : 0f;

    /// <summary>A tilt in degrees, -90 to 90, clamped; 0 without the axis.</summary>
    /// <remarks>
    /// Without a resolution the unit has to be guessed: up to 90 it is taken for degrees, a wider range for one that ends at 90
    /// degrees, as digitisers that report hundredths of a degree do.
    /// </remarks>
    public float ToDegrees(int value)
    {
        if (!IsPresent)
        {
            return 0f;
        }

        var extreme = Math.Max(Math.Abs((double)Minimum), Math.Abs((double)Maximum));
        var degrees = Resolution > 0 ? value / (double)Resolution * (180 / Math.PI)
            : extreme > 90 ? value * 90 / extreme
            : value;
        return (float)Math.Clamp(degrees, -90, 90);
    }
}
