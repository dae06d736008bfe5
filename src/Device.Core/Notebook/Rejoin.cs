using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// How a machine's facts come to the others when they cannot come as they are: it was expelled after months of silence, or its
/// clock was so far ahead that the gateway refused them. What the others have not seen is written again, under new
/// names in a new epoch, at the present time; the old facts are withdrawn. Pure.
/// <para>
/// So nobody ever gets a fact from before the horizon that it could not judge any more, what was written is there on every machine, and what
/// was moved, erased or undone long ago counts as done now: an erasure finds only strokes that are still there, an
/// undoing that comes too late has no effect.
/// </para>
/// </summary>
public static class Rejoin
{
    /// <summary>Writes facts again.</summary>
    /// <param name="own">Facts of one machine in the order in which it wrote them; those that the others have are passed over.</param>
    /// <param name="seen">What the others, or the gateway, have of that machine.</param>
    /// <param name="snapshot">What the others show: the notebook without the machine's unseen facts.</param>
    /// <param name="epoch">The machine's new epoch, drawn at random.</param>
    /// <param name="floor">The highest time among the facts of <paramref name="snapshot"/>.</param>
    /// <param name="unixMilliseconds">The wall clock.</param>
    /// <returns>The new facts, sequences from 1; a move of strokes that the snapshot does not show is left out.</returns>
    public static ImmutableArray<Fact> Again(
        IEnumerable<Fact> own, VersionVector seen, Notebook snapshot, ulong epoch, Hlc floor, long unixMilliseconds)
    {
        var unseen = own.Where(f => !seen.Contains(f.Id)).ToList();
        var unseenNames = unseen.Select(f => f.Id).ToHashSet();
        var kept = unseen.Where(f => f.Body is not StrokesMoved moved
            || moved.Strokes.All(s => unseenNames.Contains(s) || IsShown(snapshot, moved.Page, s))).ToList();
        var names = new FactNames();
        for (var i = 0; i < kept.Count; i++)
        {
            names.Add(kept[i].Id, kept[i].Id with { Epoch = epoch, Sequence = (ulong)i + 1 });
        }

        var again = ImmutableArray.CreateBuilder<Fact>(kept.Count);
        foreach (var fact in kept)
        {
            floor = floor.Next(unixMilliseconds);
            again.Add(new Fact(names.Of(fact.Id), floor, fact.Body.Rename(names)));
        }

        return again.MoveToImmutable();
    }

    private static bool IsShown(Notebook snapshot, FactId home, FactId stroke) => snapshot.Find(home) is { } page
        && page.FindHome(stroke) is { Stroke: not null } state
        && !state.Pieces(page.Erasures).IsEmpty
        && snapshot.Find(state.Target ?? home) is { } place
        && !place.IsThrownAway(state.Witness);
}
