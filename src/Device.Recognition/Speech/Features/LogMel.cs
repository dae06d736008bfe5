using System.Numerics.Tensors;

namespace Device.Recognition.Speech.Features;

/// <summary>
/// Log-mel features of speech, 100 frames a second: frame t covers samples 160 t to 160 t + 511 under a Hann window of 400 in their
/// middle; a value is log10 of a band's power (samples in int16 range), at least 0, plus 2. The first 32 of the 48 bands are what
/// openWakeWord's networks take. Equal to the trainer's <c>features.py</c> (golden test). One caller at a time.
/// </summary>
public sealed class LogMel
{
    /// <summary>Samples a second of all speech that is recognised.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples from one frame to the next.</summary>
    public const int Hop = 160;

    /// <summary>Samples of a frame.</summary>
    public const int FrameLength = RealFft.Length;

    /// <summary>Values of a frame.</summary>
    public const int Bands = MelBank.Bands;

    /// <summary>Values of a frame that openWakeWord's networks take: the first.</summary>
    public const int LowBands = MelBank.LowBands;

    /// <summary>Every value of a frame of digital silence.</summary>
    public const float Silence = 2;

    private const int WindowLength = 400;

    /// <summary>What turns samples of -1 to 1 into int16 range.</summary>
    private const float Scale = 32_768;

    private static readonly MelBank Bank = new();
    private static readonly float[] Window = HannWindow();

    private readonly RealFft _fft = new();
    private readonly float[] _frame = new float[FrameLength];
    private readonly float[] _power = new float[RealFft.Bins];

    /// <summary>Frames of a recording, as many as lie in it whole.</summary>
    /// <param name="samples">Samples of the recording.</param>
    /// <returns>0 or more.</returns>
    public static int FrameCount(int samples) => samples < FrameLength ? 0 : ((samples - FrameLength) / Hop) + 1;

    /// <summary>Computes one frame.</summary>
    /// <param name="samples"><see cref="FrameLength"/> samples, -1 to 1.</param>
    /// <param name="features">Receives <see cref="Bands"/> values.</param>
    public void Frame(ReadOnlySpan<float> samples, Span<float> features)
    {
        TensorPrimitives.Multiply(samples[..FrameLength], Window, _frame);
        _fft.Power(_frame, _power);
        features = features[..Bands];
        Bank.Apply(_power, features);
        TensorPrimitives.Max(features, 1f, features);
        TensorPrimitives.Log10(features, features);
        TensorPrimitives.Add(features, Silence, features);
    }

    /// <summary>Computes every frame of a recording.</summary>
    /// <param name="samples">Mono samples, -1 to 1, <see cref="SampleRate"/>.</param>
    /// <param name="features">Receives <see cref="FrameCount"/> x <see cref="Bands"/> values.</param>
    public void Frames(ReadOnlySpan<float> samples, Span<float> features)
    {
        for (var t = 0; t < FrameCount(samples.Length); t++)
        {
            Frame(samples.Slice(t * Hop, FrameLength), features.Slice(t * Bands, Bands));
        }
    }

    /// <summary>The scale of int16 is in the window, so that it costs nothing.</summary>
    private static float[] HannWindow()
    {
        var window = new float[FrameLength];
        for (var i = 0; i < WindowLength; i++)
        {
            window[((FrameLength - WindowLength) / 2) + i] = (float)(Scale * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / WindowLength))));
        }

        return window;
    }
}
