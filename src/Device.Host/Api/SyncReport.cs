using Device.Sync;

namespace Device.Host.Api;

/// <summary>Answer to <c>GET /api/sync</c>: <c>docs/formats/local-api.md</c>.</summary>
internal sealed record SyncReport(
    bool Running,
    string State,
    string Broker,
    bool Drained,
    long Pending,
    long Held,
    long Holes,
    long Acked,
    long Highest,
    DateTimeOffset? AckedAt,
    int Questions,
    bool Metered,
    string MeteredMode,
    SyncBlobs? Blobs,
    long Rejected,
    long Reconnects,
    IReadOnlyList<SyncError> Errors);

/// <summary>Audio and images; bytes.</summary>
internal sealed record SyncBlobs(
    int ToSend, int ToFetch, long BytesLeft, int Waiting, long Sent, long Fetched, long Wrong, BlobTransfer? Sending, BlobTransfer? Fetching);

/// <summary>Body of <c>POST /api/sync/metered</c>.</summary>
internal sealed record MeteredRequest(string Metered);
