using System.Runtime.CompilerServices;
using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels;

/// <summary>The change feed of glass that tells nobody when it changes: it is looked at as often as a person would see it.</summary>
internal static class GlassFeed
{
    /// <summary>The whole panel first, then what differs from look to look.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="look">What a person sees now.</param>
    /// <param name="version">Changes with whatever may change the picture; null while greys move.</param>
    /// <param name="interval">From one look to the next.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    internal static async IAsyncEnumerable<PanelPatch> WatchAsync(
        PanelCapabilities panel, Func<PanelSnapshot> look, Func<long?> version, TimeSpan interval, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Asked before looking: what changes between the two is seen at the next look.
        var seen = version();
        var snapshot = look();
        yield return new PanelPatch(panel.Bounds, snapshot.Grey);
        while (true)
        {
            await Task.Delay(interval, time, cancellationToken);
            var now = version();
            if (now is not null && now == seen)
            {
                continue;
            }

            seen = now;
            var next = look();
            if (Turning.Changed(snapshot, next) is { IsEmpty: false } region)
            {
                yield return new PanelPatch(region, Turning.Cut(next, region));
            }

            snapshot = next;
        }
    }
}
