namespace Device.Core.Speech;

/// <summary>
/// What a level bar shows: follows louder sound at once, falls slowly enough for an eye, and holds the peak for a second. A pure fold
/// over frames, 20 ms each. Not thread-safe.
/// </summary>
public sealed class LevelMeter
{
    private const float FallPerFrame = 20f / 50;
    private const int FramesHeld = 50;

    private int _held;

    /// <summary>The bar in dBFS: rises at once, falls 20 dB a second.</summary>
    public float Level { get; private set; } = AudioLevel.Silence;

    /// <summary>The peak mark in dBFS: stays for a second, then falls like the bar.</summary>
    public float Peak { get; private set; } = AudioLevel.Silence;

    /// <summary>Frames that were too loud for the microphone's gain.</summary>
    public long Clipped { get; private set; }

    /// <summary>Takes the level of the next frame.</summary>
    public void Add(AudioLevel level)
    {
        Level = Math.Max(level.Rms, Math.Max(AudioLevel.Silence, Level - FallPerFrame));
        Clipped += level.IsClipped ? 1 : 0;
        if (level.Peak >= Peak)
        {
            (Peak, _held) = (level.Peak, 0);
        }
        else if (++_held > FramesHeld)
        {
            Peak = Math.Max(level.Peak, Math.Max(AudioLevel.Silence, Peak - FallPerFrame));
        }
    }
}
