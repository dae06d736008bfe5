using Device.Core.Power;

namespace Device.Hardware.FrontLight;

/// <summary>From what a person feels to what a light is driven with.</summary>
/// <remarks>
/// Felt lightness is about the cube root of luminance (CIE 1976 L*), so that equal steps of the setting are driven as L* says:
/// Y = ((L + 16) / 116)^3 above L = 8, L / 903.3 below. Warmth divides the luminance between the two colours.
/// </remarks>
internal static class LightCurve
{
    /// <summary>The share of full luminance that looks as light as a setting.</summary>
    /// <param name="brightness">The setting, 0 to 100.</param>
    /// <returns>0 to 1; 1 at 100.</returns>
    internal static double Luminance(double brightness) =>
        brightness <= 8 ? brightness / 903.3 : Math.Pow((brightness + 16) / 116, 3);

    /// <summary>What the two colours are driven with.</summary>
    /// <param name="level">The setting; brought into range.</param>
    /// <returns>Shares of full luminance of the cold and the warm colour, 0 to 1 each.</returns>
    internal static (double Cold, double Warm) Split(FrontLightLevel level)
    {
        var (brightness, warmth) = level.Clamp();
        var luminance = Luminance(brightness);
        return (luminance * (100 - warmth) / 100, luminance * warmth / 100);
    }

    /// <summary>A share as a step of a linear driver: anything but darkness is at least one step.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="steps">The driver's highest step.</param>
    /// <returns>0 to <paramref name="steps"/>.</returns>
    internal static int Step(double share, int steps) =>
        share <= 0 ? 0 : Math.Clamp((int)Math.Round(share * steps), 1, steps);
}
