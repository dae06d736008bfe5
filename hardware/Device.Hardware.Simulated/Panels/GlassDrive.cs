using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels;

/// <summary>A drive that the glass behind a controller took.</summary>
/// <param name="Number">Counts the glass's drives, from 1.</param>
/// <param name="Time">When it began.</param>
/// <param name="Region">The region, as the controller sees the glass.</param>
/// <param name="Waveform">How.</param>
/// <param name="Duration">How long.</param>
/// <param name="PixelsChanged">Pixels whose target changed.</param>
public sealed record GlassDrive(long Number, DateTimeOffset Time, PixelRect Region, Waveform Waveform, TimeSpan Duration, int PixelsChanged);
