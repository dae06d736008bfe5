namespace Device.Core.Screen;

/// <summary>
/// A panel, real or simulated. Calls may come from two threads (the page and the live ink); the driver orders them.
/// </summary>
public interface IPanel : IAsyncDisposable
{
    /// <summary>What the panel is; does not change.</summary>
    PanelCapabilities Capabilities { get; }

    /// <summary>
    /// How long regions are busy. May change when the controller has said what it is; asked for on every command, so it makes
    /// nothing. The standard where a driver knows no better.
    /// </summary>
    PanelTiming Timing => Capabilities.IsElectrophoretic ? PanelTiming.Typical : PanelTiming.Immediate;

    /// <summary>How the panel fares. Any thread; the standard where a driver has no way to know.</summary>
    PanelCondition Condition => PanelCondition.Good;

    /// <summary>
    /// Puts pixels into the controller's memory and starts driving them. Returns when the controller has taken the command,
    /// not when the panel shows it.
    /// </summary>
    /// <param name="region">Where, inside the panel.</param>
    /// <param name="grey">8-bit grey (0 black, 255 white), row by row, from the region's top left pixel.</param>
    /// <param name="stride">Bytes from one row to the next in <paramref name="grey"/>, at least the region's width.</param>
    /// <param name="intent">Why; chooses the waveform.</param>
    /// <param name="cancellationToken">Ends the wait for a busy controller.</param>
    /// <returns>A task that ends when the command was taken.</returns>
    /// <exception cref="ArgumentException">The region is outside the panel or the pixels are too few.</exception>
    /// <exception cref="IOException">The controller does not answer.</exception>
    ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken);

    /// <summary>Waits until nothing on the panel is being driven.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the panel rests.</returns>
    ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Finds out whether the controller still works and knows its settings, and brings it and its picture back where it does
    /// not. Asked for now and then while nothing else is sent, since a controller that was reset by itself tells nobody. Costs
    /// well under a millisecond on a healthy panel, and nothing where a driver has no way to know.
    /// </summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>A task that ends when the controller is known to work.</returns>
    /// <exception cref="IOException">The controller does not answer.</exception>
    ValueTask CheckAsync(CancellationToken cancellationToken) => default;
}
