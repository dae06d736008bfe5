using Device.Host.Flows;
using Device.Host.Options;
using Device.Sync;

namespace Device.Host.Api;

/// <summary>How sync stands, and having it tried now: <c>docs/formats/local-api.md</c>.</summary>
internal static class SyncEndpoints
{
    public static void Map(WebApplication app, SyncSession sync, MeteredFlow metered, SyncOptions options)
    {
        app.MapGet("/api/sync", () => Results.Json(Report(sync, metered, options), ApiJson.Default.SyncReport));
        app.MapPost("/api/sync/now", () =>
        {
            sync.SyncNow();
            return Results.Json(Report(sync, metered, options), ApiJson.Default.SyncReport);
        });
        app.MapPost("/api/sync/metered", async (HttpContext context) =>
        {
            if (await ApiEndpoints.ReadAsync(context, ApiJson.Default.MeteredRequest) is not { Metered: { } text }
                || !Enum.TryParse<MeteredMode>(text, ignoreCase: true, out var mode) || !Enum.IsDefined(mode))
            {
                return ApiEndpoints.Wrong("a JSON object with the field metered expected: auto, yes or no");
            }

            metered.Mode = mode;
            return Results.Json(Report(sync, metered, options), ApiJson.Default.SyncReport);
        });
    }

    private static SyncReport Report(SyncSession sync, MeteredFlow metered, SyncOptions options)
    {
        var status = sync.Status;
        return new SyncReport(
            Running: true,
            status.State.ToString().ToLowerInvariant(),
            options.Enabled ? $"{options.Host}:{options.Port}" : "",
            status.IsDrained,
            status.Pending,
            status.Held,
            status.Holes,
            (long)status.AckedSequence,
            (long)status.OwnHighest,
            status.AckedAt,
            status.OpenQuestions,
            status.IsMetered,
            metered.Mode.ToString().ToLowerInvariant(),
            status.Blobs is { } b ? new SyncBlobs(b.ToSend, b.ToFetch, b.BytesLeft, b.Waiting, b.Sent, b.Fetched, b.Wrong, b.Sending, b.Fetching) : null,
            status.Rejected,
            status.Reconnects,
            [.. sync.Errors]);
    }
}
