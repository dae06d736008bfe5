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

    /// <summary>What a panel with such a table tells planners. A deep clean's clearing part is over when its command was taken.</summary>
    internal static PanelTiming TimingOf(WaveformTable table, int engines) => new(
        Of(table.Choose(RefreshIntent.Pen).Waveform),
        Of(table.Choose(RefreshIntent.Interface).Waveform),
        Of(table.Choose(RefreshIntent.Text).Waveform),
        Of(table.Choose(RefreshIntent.Image).Waveform),
        Of(table.Choose(RefreshIntent.PageTurn).Waveform),
        Of(table.Choose(RefreshIntent.DeepClean).Waveform),
        engines);

    /// <summary>Whether a waveform is meant for pixels that are black or white before and after.</summary>
    internal static bool IsBilevel(Waveform waveform) => waveform is Waveform.A2 or Waveform.Du;
}
