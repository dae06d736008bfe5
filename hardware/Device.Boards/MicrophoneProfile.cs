using Device.Hardware.Audio;

namespace Device.Boards;

/// <summary>The microphone of a board.</summary>
/// <param name="Driver"><c>simulated</c> or <c>alsa</c>.</param>
public sealed record MicrophoneProfile(string Driver)
{
    /// <summary>A device of libasound.</summary>
    public MicrophoneOptions? Alsa { get; init; }
}
