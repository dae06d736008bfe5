using Device.Hardware.Audio;

namespace Device.Boards;

/// <summary>The microphone of a board. It is opened when somebody listens, not with the board.</summary>
/// <param name="Driver"><c>simulated</c> or <c>alsa</c>.</param>
public sealed record MicrophoneProfile(string Driver)
{
    /// <summary>
    /// The board has a switch that mutes it, among its buttons: <c>SW_MUTE_DEVICE</c> of the kernel, or a pin with the role mute. Where the
    /// switch cannot be read, the microphone then stays closed.
    /// </summary>
    public bool HasMuteSwitch { get; init; }

    /// <summary>A device of ALSA.</summary>
    public MicrophoneOptions? Alsa { get; init; }
}
