namespace Device.Core.Speech;

/// <summary>
/// Brings speech of a far or quiet speaker up to a level that recognisers know, and never turns noise up into speech: the gain follows
/// only frames that stand <see cref="AboveFloor"/> dB out of the noise, stays within 0 to <see cref="MostGain"/> dB, and falls at once
/// where a sample would pass <see cref="Ceiling"/>. A fold over frames of 20 ms; allocates nothing; not thread-safe.
/// </summary>
public sealed class GainControl
{
    /// <summary>The level that speech is brought to, in dBFS (root mean square of a frame).</summary>
    public const float Target = -24f;

    /// <summary>The most gain in dB.</summary>
    public const float MostGain = 24f;

    /// <summary>How far a frame must stand out of the noise to be taken for speech, in dB.</summary>
    public const float AboveFloor = 12f;

    /// <summary>The largest sample that leaves, 0 to 1.</summary>
    public const float Ceiling = 0.9f;

    private const float RisePerFrame = 0.12f;
    private const float FallPerFrame = 0.6f;
    private const float FloorRisePerFrame = 0.04f;

    private float? _floor;
    private float _gain;

    /// <summary>The gain now, in dB.</summary>
    public float Gain => _gain;

    /// <summary>Amplifies a frame in its place, without a step at its edge.</summary>
    /// <param name="samples">A frame, -1 to 1.</param>
    public void Process(Span<float> samples)
    {
        var (peak, power) = (0f, 0f);
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
            power += sample * sample;
        }

        var level = 10 * MathF.Log10((power / Math.Max(1, samples.Length)) + 1e-12f);
        var floor = Math.Max(AudioLevel.Silence, Math.Min(level, (_floor ?? level) + FloorRisePerFrame));
        _floor = floor;
        var before = _gain;
        if (level > floor + AboveFloor)
        {
            _gain = Math.Clamp(_gain + Math.Clamp(Target - level - _gain, -FallPerFrame, RisePerFrame), 0, MostGain);
        }

        if (peak > 0)
        {
            // The frame before had another peak: the ramp begins no higher than this one allows.
            var most = Math.Max(0, 20 * MathF.Log10(Ceiling / peak));
            (before, _gain) = (Math.Min(before, most), Math.Min(_gain, most));
        }

        Amplify(samples, Factor(before), Factor(_gain));
    }

    /// <summary>Begins anew, as when the microphone is opened.</summary>
    public void Reset() => (_floor, _gain) = (null, 0);

    private static void Amplify(Span<float> samples, float from, float to)
    {
        var step = (to - from) / Math.Max(1, samples.Length);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = Math.Clamp(samples[i] * (from + (step * (i + 1))), -1f, 1f);
        }
    }

    private static float Factor(float decibels) => MathF.Pow(10, decibels / 20);
}
