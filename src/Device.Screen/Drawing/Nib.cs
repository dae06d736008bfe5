namespace Device.Screen.Drawing;

/// <summary>The pen's mark at one point.</summary>
/// <param name="X">Pixels; pixel 0 covers 0 to 1.</param>
/// <param name="Y">Pixels.</param>
/// <param name="Radius">Pixels.</param>
internal readonly record struct Nib(float X, float Y, float Radius)
{
    private const float LeastRadius = 0.5f;

    /// <summary>Half the width of a line: from 0.4 times the nominal width without force to 1.6 times with all force.</summary>
    /// <param name="width">Nominal width in millimetres.</param>
    /// <param name="pressure">0 to 1; NaN counts as ½.</param>
    /// <param name="scale">Pixels per millimetre.</param>
    /// <returns>Pixels.</returns>
    internal static float RadiusOf(float width, float pressure, float scale)
    {
        var force = float.IsNaN(pressure) ? 0.5f : Math.Clamp(pressure, 0, 1);
        return Math.Max(LeastRadius, 0.5f * width * scale * (0.4f + (1.2f * force)));
    }
}
