namespace Device.Sync;

/// <summary>How sync stands at one moment. Holds no user's words.</summary>
/// <param name="State">The connection.</param>
/// <param name="Pending">Facts of this machine that the gateway has not acknowledged.</param>
/// <param name="AckedSequence">Every own fact up to this sequence is settled: stored by the gateway or refused for good. 0 for none.</param>
/// <param name="OwnHighest">The highest own sequence seen in the journal.</param>
/// <param name="OpenQuestions">Questions that wait for their answer.</param>
/// <param name="Rejected">Facts that will never be stored by the gateway; the machine keeps them.</param>
/// <param name="LastRejection">Why the last of them was refused, or null.</param>
/// <param name="BadMessages">Messages from the cloud that broke the contract and were set aside.</param>
/// <param name="LastError">What went wrong last on the connection, or null.</param>
/// <param name="Reconnects">Connections that were lost or not made.</param>
public sealed record SyncStatus(
    SyncState State,
    long Pending,
    ulong AckedSequence,
    ulong OwnHighest,
    int OpenQuestions,
    long Rejected,
    string? LastRejection,
    long BadMessages,
    string? LastError,
    long Reconnects)
{
    /// <summary>Audio and images; null for a machine without.</summary>
    public BlobStatus? Blobs { get; init; }

    /// <summary>Own facts that stay on the machine because their note is switched off; they are not pending.</summary>
    public long Held { get; init; }

    /// <summary>Facts that the gateway misses between others, as far as its last acknowledgement tells.</summary>
    public long Holes { get; init; }

    /// <summary>When the gateway acknowledged last since the start, by the machine's clock; null for not yet.</summary>
    public DateTimeOffset? AckedAt { get; init; }

    /// <summary>Whether the link costs money, so that large blobs wait.</summary>
    public bool IsMetered { get; init; }

    /// <summary>Whether nothing is left to send or fetch that may go over this link.</summary>
    public bool IsDrained => Pending == 0 && OpenQuestions == 0 && (Blobs is null || Blobs.ToSend + Blobs.ToFetch <= Blobs.Waiting);
}
