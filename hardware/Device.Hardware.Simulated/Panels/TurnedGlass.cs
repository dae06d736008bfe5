using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels;

/// <summary>The glass behind an emulated controller, turned the way a person holds the product.</summary>
/// <param name="panel">The panel as the product sees it.</param>
/// <param name="glass">The glass.</param>
/// <param name="rotation">Degrees clockwise by which pictures are turned for the glass: 0, 90, 180 or 270.</param>
/// <param name="time">The clock of the change feed.</param>
/// <param name="violations">What broke the controller's rules.</param>
public sealed class TurnedGlass(PanelCapabilities panel, EmulatedGlass glass, int rotation, TimeProvider time, Func<IReadOnlyList<string>> violations) : IPanelGlass
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(40);

    /// <inheritdoc/>
    public PanelCapabilities Capabilities => panel;

    /// <inheritdoc/>
    public IReadOnlyList<string> Violations => violations();

    /// <inheritdoc/>
    public PanelSnapshot Snapshot() => Turning.Back(glass.Snapshot(), panel, rotation);

    /// <inheritdoc/>
    public IReadOnlyList<GlassRefresh> Log() =>
        [.. glass.Drives().Select(d => new GlassRefresh(d.Number, d.Time, Turning.Back(d.Region, panel, rotation), d.Waveform, d.Duration, d.PixelsChanged))];

    /// <inheritdoc/>
    public IAsyncEnumerable<PanelPatch> WatchAsync(CancellationToken cancellationToken) =>
        GlassFeed.WatchAsync(panel, Snapshot, () => glass.Driven().Count > 0 ? null : glass.DriveCount, FrameInterval, time, cancellationToken);
}
