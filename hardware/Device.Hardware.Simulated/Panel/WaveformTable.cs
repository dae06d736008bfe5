using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>What the simulated controller does for an intent, and how long it takes at about 25 °C.</summary>
internal static class WaveformTable
{
    internal static Waveform Of(RefreshIntent intent, Waveform pen) => intent switch
    {
        RefreshIntent.Pen => pen,
        RefreshIntent.Interface => Waveform.Du4,
        RefreshIntent.Text => Waveform.Gl16,
        RefreshIntent.Image or RefreshIntent.PageTurn => Waveform.Gc16,
        RefreshIntent.DeepClean => Waveform.Init,
        _ => throw new ArgumentOutOfRangeException(nameof(intent), intent, "no such intent"),
    };

    internal static TimeSpan DurationOf(Waveform waveform) => TimeSpan.FromMilliseconds(waveform switch
    {
        Waveform.A2 => 120,
        Waveform.Du => 260,
        Waveform.Du4 => 290,
        Waveform.Gl16 or Waveform.Gc16 or Waveform.Glr16 or Waveform.Gld16 => 450,
        Waveform.Init => 2000,
        _ => throw new ArgumentOutOfRangeException(nameof(waveform), waveform, "no such waveform"),
    });

    /// <summary>What the panel tells planners.</summary>
    internal static PanelTiming TimingOf(Waveform pen, double timeScale, int engines)
    {
        return new PanelTiming(
            Of(RefreshIntent.Pen), Of(RefreshIntent.Interface), Of(RefreshIntent.Text), Of(RefreshIntent.Image), Of(RefreshIntent.PageTurn), Of(RefreshIntent.DeepClean), engines);

        TimeSpan Of(RefreshIntent intent) => DurationOf(WaveformTable.Of(intent, pen)) * timeScale;
    }

    /// <summary>Whether pixels that stay the same are driven too, which is what cleans ghosts and what flashes.</summary>
    internal static bool DrivesAll(Waveform waveform) => waveform is Waveform.Gc16 or Waveform.Init;

    /// <summary>The part of a pixel's way that a waveform leaves undone.</summary>
    internal static float ResidueOf(Waveform waveform) => waveform switch
    {
        Waveform.A2 => 0.08f,
        Waveform.Du or Waveform.Du4 => 0.05f,
        Waveform.Gl16 => 0.03f,
        Waveform.Glr16 or Waveform.Gld16 => 0.01f,
        _ => 0,
    };
}
