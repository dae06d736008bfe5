using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>A region that is being driven.</summary>
/// <param name="Region">The box around the driven pixels.</param>
/// <param name="Waveform">How.</param>
/// <param name="Start">When it began, as a time stamp.</param>
/// <param name="End">When it is done, as a time stamp.</param>
internal readonly record struct Drive(PixelRect Region, Waveform Waveform, long Start, long End)
{
    /// <summary>What a pixel of this drive looks like at a moment.</summary>
    internal DriveMix At(long now)
    {
        var progress = End <= Start ? 1 : Math.Clamp((double)(now - Start) / (End - Start), 0, 1);
        return Waveform switch
        {
            Waveform.Gl16 or Waveform.Glr16 or Waveform.Gld16 => Steps(progress, [DriveMix.From, DriveMix.White, DriveMix.To]),
            Waveform.Gc16 => Steps(progress, [DriveMix.From, DriveMix.Black, DriveMix.White, DriveMix.To]),
            Waveform.Init => Steps(progress, [DriveMix.From, DriveMix.Black, DriveMix.White, DriveMix.Black, DriveMix.White, DriveMix.To]),
            _ => Steps(progress, [DriveMix.From, DriveMix.To]),
        };
    }

    private static DriveMix Steps(double progress, ReadOnlySpan<int> states)
    {
        var at = progress * (states.Length - 1);
        var step = Math.Min((int)at, states.Length - 2);
        return new DriveMix(states[step], states[step + 1], (int)((at - step) * 256));
    }
}
