using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>A refresh that the simulated panel took.</summary>
/// <param name="Number">Counts the panel's refreshes, from 1.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Region">The region that was asked for.</param>
/// <param name="Intent">Why.</param>
/// <param name="Waveform">What the intent was mapped to.</param>
/// <param name="Duration">How long the pixels are driven; zero when none had to be.</param>
/// <param name="Waited">How long the caller waited for a busy region.</param>
/// <param name="PixelsChanged">Pixels whose target changed.</param>
public sealed record RefreshRecord(
    long Number,
    DateTimeOffset Time,
    PixelRect Region,
    RefreshIntent Intent,
    Waveform Waveform,
    TimeSpan Duration,
    TimeSpan Waited,
    int PixelsChanged);
