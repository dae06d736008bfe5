namespace Device.Core.Notebook;

/// <summary>
/// Facts that other facts may undo: a set of adds and a set of undoings, both only growing. A fact counts unless it was
/// undone within <see cref="FactLimits.UndoDays"/> of its time. Not thread-safe.
/// </summary>
internal sealed class Revocable
{
    private const long UndoMilliseconds = FactLimits.UndoDays * 86_400_000L;

    private readonly Dictionary<FactId, Hlc> _added = [];
    private readonly Dictionary<FactId, Hlc> _undone = [];

    /// <summary>Grows with every change.</summary>
    public int Version { get; private set; }

    public IEnumerable<FactId> Counting => _added.Keys.Where(Counts);

    /// <summary>The last moment at which what was written then can still be undone.</summary>
    public static long Deadline(Hlc time) => time.UnixMilliseconds + UndoMilliseconds;

    public bool Add(FactId id, Hlc time)
    {
        var isNew = _added.TryAdd(id, time);
        Version += isNew ? 1 : 0;
        return isNew;
    }

    /// <summary>Takes an undoing; of several the earliest decides.</summary>
    public bool Undo(FactId id, Hlc time)
    {
        if (_undone.TryGetValue(id, out var before) && before <= time)
        {
            return false;
        }

        _undone[id] = time;
        Version++;
        return true;
    }

    public bool Knows(FactId id) => _added.ContainsKey(id);

    public bool Counts(FactId id) =>
        _added.TryGetValue(id, out var added) && !(_undone.TryGetValue(id, out var undone) && undone.UnixMilliseconds <= Deadline(added));

    /// <summary>Whether every fact that could still undo it, or that did, is older than a moment.</summary>
    public bool IsSettled(FactId id, Hlc moment) => _added.TryGetValue(id, out var added) && Deadline(added) < moment.UnixMilliseconds;
}
