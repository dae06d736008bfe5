namespace Device.Screen.Model;

/// <summary>What the status bar says of the microphone. It is there whenever the microphone is open.</summary>
/// <param name="IsOpen">The machine hears; otherwise a recording pauses.</param>
/// <param name="Minutes">Whole minutes recorded; null when the machine listens and records nothing.</param>
public readonly record struct MicrophoneSign(bool IsOpen, int? Minutes);
