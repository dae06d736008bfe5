using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panel;

/// <summary>What a person would see on glass that is not real, and what drove it. As the product sees the panel, whatever way the glass is mounted. Any thread.</summary>
public interface IPanelGlass
{
    /// <summary>What the panel is.</summary>
    PanelCapabilities Capabilities { get; }

    /// <summary>What broke the controller's rules, as text, the first few; empty where the driver kept to them.</summary>
    IReadOnlyList<string> Violations { get; }

    /// <summary>What a person would see now.</summary>
    /// <returns>A copy.</returns>
    PanelSnapshot Snapshot();

    /// <summary>The refreshes that the log remembers.</summary>
    /// <returns>Oldest first.</returns>
    IReadOnlyList<GlassRefresh> Log();

    /// <summary>The change feed: the whole panel first, then what changed, and while greys move a picture now and then.</summary>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <returns>Parts of the panel.</returns>
    IAsyncEnumerable<PanelPatch> WatchAsync(CancellationToken cancellationToken);
}
