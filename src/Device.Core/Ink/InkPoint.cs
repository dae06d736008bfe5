namespace Device.Core.Ink;

/// <summary>A point of a stroke.</summary>
/// <param name="X">To the right; millimetres on a page, any unit in labelled ink.</param>
/// <param name="Y">Downwards; the same unit as <paramref name="X"/>.</param>
/// <param name="Time">Milliseconds since an origin the strokes of one sample share; NaN when it was not recorded.</param>
/// <param name="Pressure">0 to 1; NaN when it was not recorded.</param>
public readonly record struct InkPoint(float X, float Y, float Time, float Pressure)
{
    /// <summary>Steps per millimetre of stored ink. A power of two, so that stored values are exact floats.</summary>
    public const float StepsPerMillimetre = 128f;

    /// <summary>Steps per millisecond of stored ink.</summary>
    public const float StepsPerMillisecond = 8f;

    /// <summary>Steps of the pressure range 0 to 1 of stored ink.</summary>
    public const float PressureSteps = 1024f;

    /// <summary>The nearest point that storage keeps exactly; unknown time becomes 0, unknown pressure ½.</summary>
    /// <returns>A point whose coordinates are whole steps.</returns>
    public InkPoint Quantise() => new(
        Step(X, StepsPerMillimetre),
        Step(Y, StepsPerMillimetre),
        float.IsNaN(Time) ? 0 : Step(Time, StepsPerMillisecond),
        float.IsNaN(Pressure) ? 0.5f : Step(Math.Clamp(Pressure, 0, 1), PressureSteps));

    private static float Step(float value, float steps) => MathF.Round(value * steps) / steps;
}
