using System.Diagnostics.Metrics;
using Device.Core.Ink;
using Device.Core.Touch;
using Device.Host.Flows;

namespace Device.Host.Health;

/// <summary>How pen and fingers fare, as the meter <c>Device.Touch</c>.</summary>
internal sealed class TouchMetrics : IDisposable
{
    private static readonly (TouchGestureKind Kind, string Name)[] Kinds =
    [
        (TouchGestureKind.Tap, "tap"), (TouchGestureKind.TwoFingerTap, "two_finger_tap"), (TouchGestureKind.SwipeLeft, "swipe_left"), (TouchGestureKind.SwipeRight, "swipe_right"),
    ];

    private readonly Meter _meter = new("Device.Touch");

    public TouchMetrics(TouchFlow touch, IPenSource pen, ITouchSource? glass)
    {
        _meter.CreateObservableCounter(
            "device.touch.gestures",
            () => Kinds.Select(k => new Measurement<long>(touch.Gestures(k.Kind), new KeyValuePair<string, object?>("kind", k.Name))),
            "{gesture}", "Gestures that were understood.");
        _meter.CreateObservableCounter("device.touch.turns", () => touch.Turns, "{page}", "Pages that a finger has turned.");
        _meter.CreateObservableCounter("device.touch.rejected", () => touch.Rejected, "{touch}", "Touches that were taken for the writing hand.");
        _meter.CreateObservableGauge("device.touch.trouble", () => glass?.Trouble is null ? 0 : 1, "1", "Whether the touch glass is away and waited for.");
        _meter.CreateObservableGauge("device.pen.trouble", () => pen.Trouble is null ? 0 : 1, "1", "Whether the digitiser is away and waited for.");
    }

    public void Dispose() => _meter.Dispose();
}
