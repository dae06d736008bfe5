namespace Device.Core.Speech;

/// <summary>
/// What is done to sound before anybody listens for speech in it: to floats, high-pass, bounded gain. There is no noise suppression: the
/// detector and the recognisers are trained on noisy speech, and a spectral gate's distortions cost them more than the noise.
/// A fold over frames; allocates nothing after it was made; not thread-safe.
/// </summary>
public sealed class SpeechFrontEnd
{
    private const float Scale = 1f / 32_768;

    private readonly HighPassFilter _highPass = new();
    private readonly GainControl _gain = new();
    private readonly float[] _samples = new float[AudioFrame.Length];

    /// <summary>The gain now, in dB.</summary>
    public float Gain => _gain.Gain;

    /// <summary>Prepares the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Its samples, -1 to 1; good until the next call.</returns>
    public ReadOnlySpan<float> Process(in AudioFrame frame)
    {
        if (frame.LostBefore > 0)
        {
            _highPass.Reset();
        }

        var input = frame.Samples.Span;
        var output = _samples.AsSpan(0, input.Length);
        for (var i = 0; i < input.Length; i++)
        {
            output[i] = input[i] * Scale;
        }

        _highPass.Process(output);
        _gain.Process(output);
        return output;
    }
}
