using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>What a controller is told to do.</summary>
/// <param name="Waveform">The waveform, one that the controller has.</param>
/// <param name="Number">The controller's number for it.</param>
public readonly record struct WaveformChoice(Waveform Waveform, int Number);
