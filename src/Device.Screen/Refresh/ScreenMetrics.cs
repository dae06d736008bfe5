using System.Diagnostics.Metrics;
using Device.Screen.Latency;

namespace Device.Screen.Refresh;

/// <summary>Figures of the way to the panel and of live ink, as the meter <c>Device.Screen</c>. Dispose it with the refresher's owner.</summary>
public sealed class ScreenMetrics : IDisposable
{
    private readonly Meter _meter = new("Device.Screen");

    /// <summary>Publishes the figures.</summary>
    /// <param name="refresher">Whose.</param>
    public ScreenMetrics(ScreenRefresher refresher)
    {
        Count("device.screen.commands", "{command}", "Commands that the panel took.", s => s.Commands);
        Count("device.screen.pixels", "{pixel}", "Pixels of the commands that the panel took.", s => s.Pixels);
        Count("device.screen.merges", "{request}", "Requests that became one with another.", s => s.Merges);
        Count("device.screen.splits", "{split}", "Times that a part went ahead while the rest waited for the panel.", s => s.Splits);
        Count("device.screen.failures", "{command}", "Commands that the panel did not take.", s => s.Failures);
        Count("device.screen.cleanings", "{region}", "Regions that were cleaned of ghosts.", s => s.Cleanings);
        Count("device.screen.fast.limit", "{tile}", "Times that a tile reached the bound of fast refreshes.", s => s.FastLimitReached);
        Gauge("device.screen.pending", "{region}", "Regions that wait for the panel.", s => s.Pending);
        Gauge("device.screen.ghost.due", "{tile}", "Tiles whose ghosts ask to be cleaned.", s => s.DueTiles);
        Gauge("device.screen.ghost.mean", "1", "Mean ghost debt of the tiles.", s => s.MeanDebt);
        Gauge("device.screen.ghost.most", "1", "Largest ghost debt of a tile.", s => s.MostDebt);
        _meter.CreateObservableGauge("device.ink.latency", () => Latencies(refresher.Trace), "us", "Time of live ink at each stage, by quantile.");

        void Count(string name, string unit, string description, Func<RefreshStatus, long> value) =>
            _meter.CreateObservableCounter(name, () => value(refresher.Status()), unit, description);

        void Gauge(string name, string unit, string description, Func<RefreshStatus, double> value) =>
            _meter.CreateObservableGauge(name, () => value(refresher.Status()), unit, description);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> Latencies(InkTrace trace)
    {
        foreach (var stage in InkTrace.Stages)
        {
            var summary = trace[stage];
            var name = stage.ToString().ToLowerInvariant();
            foreach (var (quantile, value) in new[] { ("0.5", summary.P50), ("0.95", summary.P95), ("0.99", summary.P99) })
            {
                yield return new Measurement<double>(value, new("stage", name), new("quantile", quantile));
            }
        }
    }
}
