namespace Device.Cli.Sync;

/// <summary>How sync stands: what <c>GET /api/sync</c> answers, or what the files of a stopped machine tell.</summary>
internal sealed record SyncLine(
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
    SyncBlobsLine? Blobs,
    long Rejected,
    long Reconnects,
    IReadOnlyList<SyncErrorLine> Errors);

/// <summary>Audio and images; bytes.</summary>
internal sealed record SyncBlobsLine(
    int ToSend, int ToFetch, long BytesLeft, int Waiting, long Sent, long Fetched, long Wrong, TransferLine? Sending, TransferLine? Fetching);

/// <summary>A blob on its way.</summary>
internal sealed record TransferLine(string Id, long Bytes, long Done);

/// <summary>Something that went wrong.</summary>
internal sealed record SyncErrorLine(DateTimeOffset At, string Reason);

/// <summary>Body of <c>POST /api/sync/metered</c>.</summary>
internal sealed record MeteredRequest(string Metered);
