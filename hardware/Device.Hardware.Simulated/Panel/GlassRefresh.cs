using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>A refresh as the glass saw it.</summary>
/// <param name="Number">Counts the glass's refreshes, from 1.</param>
/// <param name="Time">When it began.</param>
/// <param name="Region">Where, as the product sees the panel.</param>
/// <param name="Waveform">How.</param>
/// <param name="Duration">How long the pixels are driven; zero when none had to be.</param>
/// <param name="PixelsChanged">Pixels whose target changed.</param>
/// <param name="Intent">Why, where the glass was told; a chip is not.</param>
public sealed record GlassRefresh(
    long Number, DateTimeOffset Time, PixelRect Region, Waveform Waveform, TimeSpan Duration, int PixelsChanged, RefreshIntent? Intent = null);
