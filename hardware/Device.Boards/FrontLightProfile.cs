using Device.Hardware.FrontLight.Backlight;
using Device.Hardware.FrontLight.Lm3630a;

namespace Device.Boards;

/// <summary>The light in front of a board's panel.</summary>
/// <param name="Driver"><c>simulated</c>, <c>backlight</c> or <c>lm3630a</c>.</param>
public sealed record FrontLightProfile(string Driver)
{
    /// <summary>Lights that the kernel has a driver for.</summary>
    public BacklightOptions? Backlight { get; init; }

    /// <summary>An LM3630A on I2C.</summary>
    public Lm3630aOptions? Lm3630a { get; init; }
}
