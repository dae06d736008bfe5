using Device.Hardware.Audio;

namespace Device.Boards;

/// <summary>The loudspeaker of a board.</summary>
/// <param name="Driver"><c>simulated</c> or <c>alsa</c>.</param>
public sealed record SpeakerProfile(string Driver)
{
    /// <summary>A device of ALSA.</summary>
    public SpeakerOptions? Alsa { get; init; }
}
