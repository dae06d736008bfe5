namespace Device.Core.Notebook;

/// <summary>
/// What is behind every registered machine of an account. A fact in <see cref="Seen"/> has been seen by all of them; a fact
/// up to <see cref="Time"/> has been seen by all, so that whatever any of them writes from now on is later. Only moves on as
/// machines report. Immutable, any thread.
/// </summary>
public sealed class TombstoneHorizon
{
    /// <summary>Nothing is behind anybody: nothing may be dropped.</summary>
    public static readonly TombstoneHorizon None = new(VersionVector.Empty, default);

    private TombstoneHorizon(VersionVector seen, Hlc time) => (Seen, Time) = (seen, time);

    /// <summary>Facts that every registered machine has seen.</summary>
    public VersionVector Seen { get; }

    /// <summary>All facts up to this reading are among <see cref="Seen"/>; 0 while some machine lacks facts that another has reported of its own.</summary>
    public Hlc Time { get; }

    /// <summary>Works it out.</summary>
    /// <param name="registered">The last report of every registered machine, this one included; expelled ones left out.</param>
    /// <returns>The horizon; <see cref="None"/> when no machine is registered.</returns>
    public static TombstoneHorizon Of(IReadOnlyCollection<MachineProgress> registered)
    {
        if (registered.Count == 0)
        {
            return None;
        }

        var seen = registered.Select(m => m.Seen).Aggregate((a, b) => a.Intersect(b));
        return new(seen, registered.Min(m => seen.Covers(m.Seen.Only(m.Device)) ? m.Time : default));
    }
}
