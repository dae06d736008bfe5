using Device.Hardware.Audio;

namespace Device.Boards;

/// <summary>The microphone of a board. It is opened when somebody listens, not with the board.</summary>
/// <param name="Driver"><c>simulated</c> or <c>alsa</c>.</param>
public sealed record MicrophoneProfile(string Driver)
{
    /// <summary>A device of ALSA.</summary>
    public MicrophoneOptions? Alsa { get; init; }
}
