namespace Device.Hardware.Audio;

/// <summary>What a sound device accepted, read back after it was set.</summary>
/// <param name="Rate">Frames a second.</param>
/// <param name="Channels">Samples of a frame.</param>
/// <param name="PeriodFrames">Frames between two interrupts.</param>
/// <param name="BufferFrames">Frames the device's buffer holds.</param>
public readonly record struct PcmFormat(int Rate, int Channels, int PeriodFrames, int BufferFrames);
