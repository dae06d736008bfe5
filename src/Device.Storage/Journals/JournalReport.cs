namespace Device.Storage;

/// <summary>What opening the journal found and did.</summary>
/// <param name="Records">Facts that count.</param>
/// <param name="Segments">Segment files.</param>
/// <param name="LastPosition">The last position given; 0 in an empty journal.</param>
/// <param name="Clean">Whether the journal had been closed in order (or was new).</param>
/// <param name="NewEpoch">Whether a new epoch was begun: a new folder, another machine's journal, or doubt about the last sequence given.</param>
/// <param name="Rewritten">Facts not known to be synced that were written again to the new segment.</param>
/// <param name="Tears">Torn tails; at most one, unless files were unreadable as a whole.</param>
/// <param name="Holes">Lost facts. They are reported at every open.</param>
/// <param name="Elapsed">How long opening took.</param>
public sealed record JournalReport(
    long Records,
    int Segments,
    long LastPosition,
    bool Clean,
    bool NewEpoch,
    int Rewritten,
    IReadOnlyList<JournalTear> Tears,
    IReadOnlyList<JournalHole> Holes,
    TimeSpan Elapsed);
