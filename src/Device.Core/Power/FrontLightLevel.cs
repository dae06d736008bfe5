namespace Device.Core.Power;

/// <summary>How a front light shines, as a person feels it: equal steps look equal.</summary>
/// <param name="Brightness">0, off, to 100, all the machine can do.</param>
/// <param name="Warmth">0, cold as daylight, to 100, warm as a candle; of no effect on a light of one colour.</param>
public readonly record struct FrontLightLevel(int Brightness, int Warmth)
{
    /// <summary>No light.</summary>
    public static FrontLightLevel Off => default;

    /// <summary>The level with both numbers brought into 0 to 100.</summary>
    /// <returns>A level that a light can take.</returns>
    public FrontLightLevel Clamp() => new(Math.Clamp(Brightness, 0, 100), Math.Clamp(Warmth, 0, 100));
}
