using Device.Core.Screen;
using Device.Screen.Frames;

namespace Device.Screen.Tests;

/// <summary>A panel that shows what it is told at once and remembers the commands. Can be held, and can fail.</summary>
internal sealed class RecordingPanel(PanelCapabilities capabilities) : IPanel
{
    private int _failures;

    public PanelCapabilities Capabilities { get; } = capabilities;

    public PanelTiming Timing { get; set; } = PanelTiming.Immediate;

    internal GreyFrame Shown { get; } = new(capabilities.Width, capabilities.Height);

    internal List<(PixelRect Region, RefreshIntent Intent)> Commands { get; } = [];

    /// <summary>While set, a command reads its pixels only after this is done.</summary>
    internal Task? Hold { get; set; }

    internal void Fail(int commands) => _failures = commands;

    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        if (_failures > 0)
        {
            _failures--;
            throw new IOException("this panel was told to fail");
        }

        if (Hold is { IsCompleted: false } hold)
        {
            return new ValueTask(Later(hold, region, grey, stride, intent));
        }

        Take(region, grey, stride, intent);
        return default;
    }

    public ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;

    private async Task Later(Task hold, PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent)
    {
        await hold;
        Take(region, grey, stride, intent);
    }

    private void Take(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent)
    {
        Commands.Add((region, intent));
        for (var y = 0; y < region.Height; y++)
        {
            grey.Span.Slice(y * stride, region.Width).CopyTo(Shown.Row(region.Y + y)[region.X..]);
        }
    }
}
