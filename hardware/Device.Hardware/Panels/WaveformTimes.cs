using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>
/// How long waveforms take at about 25 °C on panels in the field. For controllers that do not tell when they are done, and
/// for the bounds of waits on those that do.
/// </summary>
internal static class WaveformTimes
{
    internal static TimeSpan Of(Waveform waveform) => TimeSpan.FromMilliseconds(waveform switch
    {
        Waveform.A2 => 120,
        Waveform.Du => 260,
        Waveform.Du4 => 290,
        Waveform.Init => 2000,
        _ => 450,
    });

    /// <summary>Whether a waveform is meant for pixels that are black or white before and after.</summary>
    internal static bool IsBilevel(Waveform waveform) => waveform is Waveform.A2 or Waveform.Du;
}
