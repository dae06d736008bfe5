using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels.Framebuffer;

/// <summary>An LCD on an emulated frame buffer or card, turned the way a person holds the product: shows what the memory holds, without ghosts and without a log.</summary>
/// <param name="panel">The panel as the product sees it.</param>
/// <param name="memory">What the kernel shows now.</param>
/// <param name="rotation">Degrees clockwise by which pictures are turned: 0, 90, 180 or 270.</param>
/// <param name="time">The clock of the change feed.</param>
public sealed class LcdGlass(PanelCapabilities panel, Func<PanelSnapshot> memory, int rotation, TimeProvider time) : IPanelGlass
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public PanelCapabilities Capabilities => panel;

    /// <inheritdoc/>
    public IReadOnlyList<string> Violations => [];

    /// <inheritdoc/>
    public PanelSnapshot Snapshot() => Turning.Back(memory(), panel, rotation);

    /// <inheritdoc/>
    public IReadOnlyList<GlassRefresh> Log() => [];

    /// <inheritdoc/>
    public IAsyncEnumerable<PanelPatch> WatchAsync(CancellationToken cancellationToken) =>
        GlassFeed.WatchAsync(panel, Snapshot, () => null, FrameInterval, time, cancellationToken);
}
