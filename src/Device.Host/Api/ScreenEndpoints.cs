using Device.Screen.Latency;
using Device.Screen.Refresh;

namespace Device.Host.Api;

/// <summary>Figures of the screen: how long ink takes, and what the way to the panel looks like. They tell nothing of what is written.</summary>
internal static class ScreenEndpoints
{
    public static void Map(WebApplication app, ScreenRefresher refresher)
    {
        app.MapGet("/latency", () => Results.Json(Latency(refresher.Trace), ApiJson.Default.LatencyMessage));
        app.MapGet("/api/screen", () => Results.Json(refresher.Status(), ApiJson.Default.RefreshStatus));
    }

    private static LatencyMessage Latency(InkTrace trace) => new([.. InkTrace.Stages.Select(stage =>
    {
        var summary = trace[stage];
        return new StageMessage(stage.ToString().ToLowerInvariant(), summary.Count, summary.P50, summary.P95, summary.P99, summary.Longest);
    })]);
}
