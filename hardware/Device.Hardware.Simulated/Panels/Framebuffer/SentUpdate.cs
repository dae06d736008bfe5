using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.Framebuffer;

/// <summary>An update as the kernel read it.</summary>
/// <param name="Area">Where.</param>
/// <param name="Waveform">The number.</param>
/// <param name="Mode">0 partial, 1 full.</param>
/// <param name="Marker">What can be waited for; 0 nothing.</param>
/// <param name="Temperature">Degrees, or 0x1000 for the sensor.</param>
/// <param name="Flags">EPDC_FLAG_….</param>
/// <param name="Histogram">The two waveforms of kernels that have the fields, else -1.</param>
public sealed record SentUpdate(
    PixelRect Area, int Waveform, int Mode, uint Marker, int Temperature, uint Flags, (int BlackWhite, int Grey) Histogram);
