using System.Globalization;
using Device.Core.Speech;

namespace Device.Cli.Speech;

/// <summary>The level as a line that is drawn over itself, five times a second; without a terminal nothing is drawn.</summary>
internal sealed class LevelLine(TextWriter error)
{
    private const int Width = 40;
    private const int FramesPerDrawing = 10;

    private readonly bool _isDrawn = !Console.IsErrorRedirected;
    private readonly LevelMeter _meter = new();
    private int _frames;

    internal void Show(AudioFrame frame, string what)
    {
        _meter.Add(frame.Level);
        if (!_isDrawn || ++_frames % FramesPerDrawing != 0)
        {
            return;
        }

        var bar = Math.Clamp((int)((_meter.Level + 60) * Width / 60), 0, Width);
        var time = TimeSpan.FromSeconds(frame.Position / (double)AudioFrame.SampleRate);
        error.Write(string.Create(
            CultureInfo.InvariantCulture, $"\r{time:hh\\:mm\\:ss\\.f} |{new string('#', bar)}{new string(' ', Width - bar)}| {_meter.Level,4:F0} dBFS, peak {_meter.Peak,4:F0} {what,-12}"));
    }

    internal void End()
    {
        if (_isDrawn && _frames > 0)
        {
            error.WriteLine();
        }
    }
}
