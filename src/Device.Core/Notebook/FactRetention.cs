namespace Device.Core.Notebook;

/// <summary>
/// Which facts a journal may drop: those without which every notebook that can still come about looks the same. Any of
/// them may be dropped and any kept, in one compaction or over many.
/// <para>
/// A fact is dropped only when it is behind the horizon. Ink goes when it was erased, or thrown away with its
/// page, by a fact that nothing can undo any more; what was said of a stroke goes after the stroke itself has gone, so that a
/// stroke never outlives its erasure. Of a register the latest value stays. Notes, pages, deletions, questions, typed blocks and kinds
/// that this version does not know stay.
/// </para>
/// <para>
/// The law holds while a machine names in its facts only what it shows (undoing apart), and an expelled machine comes back through
/// <see cref="Rejoin"/>.
/// </para>
/// </summary>
/// <param name="notebook">All facts of the journal, folded; not to change while this is used.</param>
/// <param name="horizon">What is behind every machine.</param>
public sealed class FactRetention(Notebook notebook, TombstoneHorizon horizon)
{
    private HashSet<FactId>? _drawn;

    /// <summary>Whether a fact may be dropped. The same answer each time. Not thread-safe. O(what the fact names).</summary>
    /// <param name="fact">A fact of the journal.</param>
    /// <returns>True when it may.</returns>
    public bool IsSuperseded(Fact fact) => horizon.Seen.Contains(fact.Id) && fact.Body switch
    {
        StrokeAdded stroke => IsGoneForGood(stroke.Page, fact.Id),
        StrokesErased erased => IsSettled(erased.Page, fact.Id) && (!Counts(erased.Page, fact.Id) || erased.Strokes.All(s => HasGone(erased.Page, s))),
        StrokeErasedPartly erased => IsSettled(erased.Page, fact.Id) && (!Counts(erased.Page, fact.Id) || HasGone(erased.Page, erased.Stroke)),
        ErasureUndone undone => undone.Erasures.All(e => HasGoneErasure(undone.Page, e)),
        StrokesMoved moved => moved.Strokes.All(s => HasGone(moved.Page, s) || IsMovedOn(moved.Page, s, fact.Id)),
        LineRead line => IsSuperseded(fact.Id, line.Page, line.Strokes),
        LineCorrected line => IsSuperseded(fact.Id, line.Page, line.Strokes),
        LineCandidates line => horizon.Seen.Contains(line.Reading) && notebook.Find(line.Page)?.Readings.Find(line.Reading) is null,
        TagAdded tag => notebook.TagFacts.IsRemoved(tag.Subject, fact.Id),
        TagRemoved tag => tag.Adds.All(a => horizon.Seen.Contains(a) && !notebook.TagFacts.Knows(tag.Subject, a)),
        TextSet or PageOrdered or NoteSwitchSet or AnswerReceived => !notebook.IsLatest(fact, out var latest) && horizon.Seen.Contains(latest),
        _ => false,
    };

    private bool IsSettled(FactId page, FactId erasure) => notebook.Find(page) is { } found && found.Erasures.IsSettled(erasure, horizon.Time);

    private bool Counts(FactId page, FactId erasure) => notebook.Find(page) is { } found && found.Erasures.Counts(erasure);

    private bool HasGoneErasure(FactId page, FactId erasure) =>
        horizon.Seen.Contains(erasure) && notebook.Find(page)?.Erasures.Knows(erasure) != true;

    /// <summary>Whether a stroke was dropped before: everybody has seen it, and it is not in the journal.</summary>
    private bool HasGone(FactId page, FactId stroke) =>
        horizon.Seen.Contains(stroke) && notebook.Find(page)?.FindHome(stroke)?.Stroke is null;

    private bool IsGoneForGood(FactId page, FactId stroke)
    {
        if (notebook.Find(page) is not { } home || home.FindHome(stroke) is not { } state)
        {
            return false;
        }

        return state.IsGoneForGood(home.Erasures, horizon)
            || (horizon.Seen.Contains(state.Witness)
                && notebook.Find(state.Target ?? page) is { } place
                && notebook.DeletionsOf(place).Any(d => d.HaveSeenForGood(state.Witness, horizon)));
    }

    private bool IsMovedOn(FactId page, FactId stroke, FactId move) =>
        notebook.Find(page)?.FindHome(stroke)?.Move is { } latest && latest.Id != move && horizon.Seen.Contains(latest.Id);

    private bool IsSuperseded(FactId id, FactId page, System.Collections.Immutable.ImmutableArray<FactId> strokes) =>
        notebook.Find(page) is { } found
        && found.Readings.IsSuperseded(
            id, strokes, s => IsGoneForGood(page, s) || HasGoneFromAllPages(s), horizon.Seen.Contains);

    /// <summary>A line may read strokes of other pages, which were moved to its page and may be again.</summary>
    private bool HasGoneFromAllPages(FactId stroke) => horizon.Seen.Contains(stroke) && !(_drawn ??= notebook.Drawn()).Contains(stroke);
}
