using System.Diagnostics.Metrics;
using Device.Core.Screen;

namespace Device.Host.Health;

/// <summary>How the panel fares, as the meter <c>Device.Panel</c>.</summary>
internal sealed class PanelMetrics : IDisposable
{
    private readonly Meter _meter = new("Device.Panel");

    public PanelMetrics(IPanel panel)
    {
        _meter.CreateObservableCounter("device.panel.recoveries", () => panel.Condition.Recoveries, "{recovery}", "Times that the driver brought the panel's controller back.");
        _meter.CreateObservableGauge("device.panel.trouble", () => panel.Condition.Trouble is null ? 0 : 1, "1", "Whether the panel does not work now.");
    }

    public void Dispose() => _meter.Dispose();
}
