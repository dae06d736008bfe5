namespace Device.Core.Speech;

/// <summary>How loud some samples are, in decibels below full scale (dBFS), where 0 is a square wave that uses the whole range.</summary>
/// <param name="Peak">The largest sample, <see cref="Silence"/> to 0.</param>
/// <param name="Rms">The root of the mean square, <see cref="Silence"/> to 0; a sine of full scale has -3.</param>
public readonly record struct AudioLevel(float Peak, float Rms)
{
    /// <summary>What digital silence is given as: below the smallest step of 16 bits, -90.3.</summary>
    public const float Silence = -96f;

    private const double FullScale = 32_768;

    /// <summary>The level of no sound at all.</summary>
    public static AudioLevel None { get; } = new(Silence, Silence);

    /// <summary>Whether a sample reached the end of the range: the sound was too loud for the microphone's gain.</summary>
    public bool IsClipped => Peak > -0.001f;

    /// <summary>Measures samples. Allocates nothing.</summary>
    public static AudioLevel Of(ReadOnlySpan<short> samples)
    {
        var (peak, sum) = (0, 0L);
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs((int)sample));
            sum += (long)sample * sample;
        }

        return peak == 0
            ? None
            : new AudioLevel(Decibels(Math.Min(peak == short.MaxValue ? FullScale : peak, FullScale)), Decibels(Math.Sqrt(sum / (double)samples.Length)));
    }

    private static float Decibels(double amplitude) => (float)Math.Max(Silence, 20 * Math.Log10(amplitude / FullScale));
}
