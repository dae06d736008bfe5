using Device.Core.Screen;

namespace Device.Bench.Screen;

/// <summary>A panel that takes everything at once and makes nothing, so that only what leads to it is measured.</summary>
/// <param name="capabilities">What it is.</param>
internal sealed class TakingPanel(PanelCapabilities capabilities) : IPanel
{
    /// <inheritdoc/>
    public PanelCapabilities Capabilities => capabilities;

    /// <inheritdoc/>
    public PanelTiming Timing => PanelTiming.Immediate;

    /// <inheritdoc/>
    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
