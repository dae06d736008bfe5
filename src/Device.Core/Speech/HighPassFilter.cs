namespace Device.Core.Speech;

/// <summary>
/// Takes away rumble, handling noise and a constant offset below 80 Hz: a Butterworth filter of the second order at 16 kHz. A fold over
/// samples; allocates nothing; not thread-safe.
/// </summary>
/// <remarks>Coefficients: bilinear transform with pre-warping, R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".</remarks>
public sealed class HighPassFilter
{
    /// <summary>Hz at which half of the power passes.</summary>
    public const double Cutoff = 80;

    private static readonly double Omega = 2 * Math.PI * Cutoff / AudioFrame.SampleRate;
    private static readonly double Alpha = Math.Sin(Omega) / Math.Sqrt(2);
    private static readonly double B0 = (1 + Math.Cos(Omega)) / 2 / (1 + Alpha);
    private static readonly double A1 = -2 * Math.Cos(Omega) / (1 + Alpha);
    private static readonly double A2 = (1 - Alpha) / (1 + Alpha);

    private double _first;
    private double _second;

    /// <summary>Filters samples in their place.</summary>
    /// <param name="samples">Any number; they follow those of the call before.</param>
    public void Process(Span<float> samples)
    {
        // Transposed direct form II: b = (B0, -2 B0, B0).
        foreach (ref var sample in samples)
        {
            var input = (double)sample;
            var output = (B0 * input) + _first;
            _first = (-2 * B0 * input) - (A1 * output) + _second;
            _second = (B0 * input) - (A2 * output);
            sample = (float)output;
        }
    }

    /// <summary>Forgets what came before, as after a gap.</summary>
    public void Reset() => (_first, _second) = (0, 0);
}
