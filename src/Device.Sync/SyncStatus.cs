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
    long Reconnects);
