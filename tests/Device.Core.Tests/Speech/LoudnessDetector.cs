using Device.Core.Speech;

namespace Device.Core.Tests.Speech;

/// <summary>Speech is what is loud: for tests of what is made of probabilities.</summary>
internal sealed class LoudnessDetector : IVoiceActivityDetector
{
    public string Name => "loudness";

    public int WindowLength => 512;

    public int Resets { get; private set; }

    public float Detect(ReadOnlySpan<float> window)
    {
        var sum = 0f;
        foreach (var sample in window)
        {
            sum += Math.Abs(sample);
        }

        return Math.Min(1, sum / window.Length * 4);
    }

    public void Reset() => Resets++;
}
