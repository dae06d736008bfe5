namespace Device.Core.Speech;

/// <summary>Says of each window of sound how likely somebody speaks in it. Remembers what came before; one stream at a time, one caller at a time.</summary>
public interface IVoiceActivityDetector
{
    /// <summary>What detects: a model's name and version, or <c>energy</c>.</summary>
    string Name { get; }

    /// <summary>Samples of a window at 16 kHz, the same for the detector's life.</summary>
    int WindowLength { get; }

    /// <summary>Judges the next window. Synchronous and compute-bound; allocates nothing.</summary>
    /// <param name="window"><see cref="WindowLength"/> samples, -1 to 1, which follow those of the call before.</param>
    /// <returns>0 to 1.</returns>
    float Detect(ReadOnlySpan<float> window);

    /// <summary>Forgets what came before, as after a gap.</summary>
    void Reset();
}
