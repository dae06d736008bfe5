namespace Device.Core.Speech;

/// <summary>
/// Takes for speech what stands out of the noise by its power: what is used where there is no model. It knows loud from quiet, not a
/// voice from a slammed door. The noise floor falls to a quieter window within a few windows and rises 3 dB a second. Allocates nothing; not thread-safe.
/// </summary>
public sealed class EnergyVoiceDetector : IVoiceActivityDetector
{
    private const int Length = 512;
    private const float WindowSeconds = Length / (float)AudioFrame.SampleRate;
    private const float FloorRise = 3f * WindowSeconds;
    private const float FloorFall = 0.3f;
    private const float LowestFloor = -66f;
    private const float HalfAbove = 8f;
    private const float Steepness = 0.6f;

    private float? _floor;

    /// <inheritdoc/>
    public string Name => "energy";

    /// <inheritdoc/>
    public int WindowLength => Length;

    /// <inheritdoc/>
    public float Detect(ReadOnlySpan<float> window)
    {
        var power = 0f;
        foreach (var sample in window)
        {
            power += sample * sample;
        }

        var level = Math.Max(AudioLevel.Silence, 10 * MathF.Log10((power / window.Length) + 1e-12f));
        var floor = _floor ?? level;
        floor = level < floor ? floor + (FloorFall * (level - floor)) : Math.Min(level, floor + FloorRise);
        _floor = floor;
        return 1 / (1 + MathF.Exp(-Steepness * (level - Math.Max(floor, LowestFloor) - HalfAbove)));
    }

    /// <inheritdoc/>
    public void Reset() => _floor = null;
}
