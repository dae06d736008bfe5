namespace Device.Core.Notebook;

/// <summary>The deletions of one note or page, and what each had seen. Not thread-safe.</summary>
internal sealed class Deletions
{
    private readonly Dictionary<FactId, VersionVector> _seen = [];

    public Revocable Facts { get; } = new();

    public bool Any => Facts.Counting.Any();

    public bool Add(Fact fact, VersionVector seen) => Facts.Add(fact.Id, fact.Time) && _seen.TryAdd(fact.Id, seen);

    /// <summary>Whether someone who deleted it had seen a fact.</summary>
    public bool HaveSeen(FactId id) => Facts.Counting.Any(d => _seen[d].Contains(id));

    /// <summary>The same, of deletions that nothing can undo any more at a moment.</summary>
    public bool HaveSeenForGood(FactId id, TombstoneHorizon horizon) =>
        Facts.Counting.Any(d => horizon.Seen.Contains(d) && Facts.IsSettled(d, horizon.Time) && _seen[d].Contains(id));
}
