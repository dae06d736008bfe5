using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// A page as folded from facts. Facts may come in any order and more than once: the page is the same. What is on it: strokes
/// that were drawn on it or moved to it, without what has been erased; the readings of its lines; typed text. Of a deleted
/// page that is what nobody who deleted it had seen. Not thread-safe. Memory: linear in the facts.
/// </summary>
public sealed class Page
{
    private readonly Notebook _notebook;
    private readonly Dictionary<FactId, StrokeState> _strokes = [];
    private readonly Dictionary<FactId, List<Page>> _guests = [];
    private readonly Dictionary<FactId, (Hlc Time, TextBlockAdded Block)> _blocks = [];
    private readonly HashSet<FactId> _movedTo = [];

    internal Page(FactId id, Notebook notebook) => (Id, _notebook) = (id, notebook);

    /// <summary>The page's name.</summary>
    public FactId Id { get; }

    /// <summary>How it was added, or null while only its content has been seen.</summary>
    public PageAdded? Added { get; private set; }

    /// <summary>When it was added.</summary>
    public Hlc Time { get; private set; }

    /// <summary>Its title; empty where none was set.</summary>
    public string Title => _notebook.Texts.Or((Id, TextField.PageTitle), "");

    /// <summary>Its place among the pages of its note.</summary>
    public PageOrderKey Order => _notebook.Orders.Or(Id, PageOrderKey.Default(Id, Time));

    /// <summary>Whether it was deleted, itself or with its note, and not restored.</summary>
    public bool IsDeleted => Deletions.Any(d => d.Any);

    /// <summary>The pages to which strokes drawn on this one were ever moved: what is said of its strokes may show there.</summary>
    public IReadOnlyCollection<FactId> MovedTo => _movedTo;

    internal Revocable Erasures { get; } = new();

    internal IEnumerable<FactId> Drawn => _strokes.Values.Where(s => s.Stroke is not null).Select(s => s.Id);

    internal PageReadings Readings { get; } = new();

    private IEnumerable<Deletions> Deletions => _notebook.DeletionsOf(this);

    /// <summary>What is to be seen of the strokes, in the order of writing; a stroke of which parts were erased as its pieces.</summary>
    /// <returns>A new list.</returns>
    public ImmutableArray<PlacedStroke> Strokes()
    {
        var isDeleted = IsDeleted;
        return
        [
            .. Here().Where(s => !isDeleted || !IsThrownAway(s.Stroke.Witness))
                .OrderBy(s => s.Stroke.Time).ThenBy(s => s.Stroke.Id)
                .SelectMany(s => s.Stroke.Pieces(s.Home.Erasures).Select(p => new PlacedStroke(s.Stroke.Id, p.Stroke)
                {
                    Home = s.Home.Id,
                    Piece = p.Range,
                    Placement = ((StrokesMoved?)s.Stroke.Move?.Body)?.Placement ?? Placement.AsDrawn,
                })),
        ];
    }

    /// <summary>
    /// The readings that show, from top to bottom: each the latest for all its strokes, none of them erased, even in part, since.
    /// A user's correction shows as a reading of the model <see cref="LineCorrected.Model"/>.
    /// </summary>
    /// <returns>A new list.</returns>
    public ImmutableArray<LineRead> Lines() => [.. LinesByTop().Select(l => l.Line)];

    /// <summary>The readings that show, as <see cref="Lines"/>, with what else they may say where that is known.</summary>
    /// <returns>A new list.</returns>
    public ImmutableArray<(LineRead Line, LineCandidates? Candidates)> LinesWithCandidates() =>
        [.. LinesByTop().Select(l => (l.Line, Readings.CandidatesOf(l.Id)))];

    /// <summary>The typed text, from top to bottom.</summary>
    /// <returns>A new list.</returns>
    public ImmutableArray<TextBlock> Blocks()
    {
        var isDeleted = IsDeleted;
        return
        [
            .. _blocks.OrderBy(b => b.Value.Block.Y).ThenBy(b => b.Value.Block.X).ThenBy(b => b.Key)
                .Select(b => (b.Key, b.Value.Block, Has: _notebook.Texts.TryGet((b.Key, TextField.Block), out var text), Text: text))
                .Where(b => b.Has && b.Text.Value.Length > 0 && (!isDeleted || !IsThrownAway(b.Text.Id)))
                .Select(b => new TextBlock(b.Key, b.Block, b.Text.Value)),
        ];
    }

    /// <summary>The readings that show and the typed text, from top to bottom, one a line.</summary>
    /// <returns>The text, lines separated by a line feed.</returns>
    public string Text() => string.Join('\n', LinesByTop().Select(l => (l.Top, l.Line.Text)).Concat(Blocks().Select(b => (Top: b.Added.Y, b.Text)))
        .OrderBy(t => t.Top).Select(t => t.Text).Where(t => t.Length > 0));

    internal bool Apply(Fact fact) => fact.Body switch
    {
        PageAdded added => Set(added, fact.Time),
        StrokeAdded stroke => StateOf(fact.Id).Draw(stroke.Stroke, fact.Time),
        StrokesErased erased => Erase(fact, erased),
        StrokeErasedPartly erased => ErasePartly(fact, erased),
        ErasureUndone undone => undone.Erasures.Aggregate(false, (changed, e) => Erasures.Undo(e, fact.Time) || changed),
        StrokesMoved moved => Move(fact, moved),
        LineRead line => Readings.Add(fact, line),
        LineCorrected line => Readings.Add(fact, line),
        LineCandidates line => Readings.Add(fact, line),
        TextBlockAdded block => _blocks.TryAdd(fact.Id, (fact.Time, block)),
        _ => false,
    };

    internal StrokeState? FindHome(FactId stroke) => _strokes.GetValueOrDefault(stroke);

    /// <summary>Whether somebody who deleted the page had seen a fact.</summary>
    internal bool IsThrownAway(FactId fact) => Deletions.Any(d => d.HaveSeen(fact));

    private IEnumerable<(StrokeState Stroke, Page Home)> Here() =>
        _strokes.Values.Where(s => s.Target is null || s.Target == Id).Select(s => (s, this))
            .Concat(_guests.SelectMany(g => g.Value.Select(home => (Stroke: home._strokes[g.Key], home))).Where(g => g.Stroke.Target == Id));

    private IEnumerable<(float Top, FactId Id, LineRead Line)> LinesByTop()
    {
        var isDeleted = IsDeleted;
        return Readings.Showing((s, moment) => FindHere(s) is { } here && IsAsItWas(here.Stroke, here.Home, moment)
                && !(isDeleted && IsThrownAway(here.Stroke.Witness)))
            .Select(l => (Top: l.Line.Strokes.Min(Top), l.Id, l.Line))
            .OrderBy(l => l.Top).ThenBy(l => l.Line.Strokes[0]);
    }

    private float Top(FactId stroke)
    {
        var (state, home) = FindHere(stroke)!.Value;
        return state.Pieces(home.Erasures).Min(p => p.Stroke.Bounds.Top);
    }

    private (StrokeState Stroke, Page Home)? FindHere(FactId id)
    {
        // A fact may name a page on which the stroke was not drawn; there it says nothing.
        var homes = _guests.TryGetValue(id, out var others) ? others.Prepend(this) : [this];
        foreach (var home in homes)
        {
            if (home._strokes.GetValueOrDefault(id) is { Stroke: not null } stroke && (stroke.Target ?? home.Id) == Id)
            {
                return (stroke, home);
            }
        }

        return null;
    }

    private static bool IsAsItWas(StrokeState stroke, Page home, (Hlc, FactId) moment) =>
        stroke.Pieces(home.Erasures).Length > 0 && !stroke.ChangedAfter(moment, home.Erasures);

    private StrokeState StateOf(FactId id)
    {
        if (!_strokes.TryGetValue(id, out var state))
        {
            _strokes.Add(id, state = new StrokeState(id));
        }

        return state;
    }

    private bool Set(PageAdded added, Hlc time)
    {
        if (Added is not null)
        {
            return false;
        }

        (Added, Time) = (added, time);
        return true;
    }

    private bool Erase(Fact fact, StrokesErased erased)
    {
        if (!Erasures.Add(fact.Id, fact.Time))
        {
            return false;
        }

        foreach (var stroke in erased.Strokes.Distinct())
        {
            StateOf(stroke).Erase(fact.Id);
        }

        return true;
    }

    private bool ErasePartly(Fact fact, StrokeErasedPartly erased)
    {
        if (!Erasures.Add(fact.Id, fact.Time))
        {
            return false;
        }

        StateOf(erased.Stroke).ErasePartly(fact, erased.Parts);
        return true;
    }

    private bool Move(Fact fact, StrokesMoved moved)
    {
        // Even a move that was superseded makes its target known.
        var changed = _movedTo.Add(moved.Target);
        var target = _notebook.PageOf(moved.Target);
        foreach (var stroke in moved.Strokes)
        {
            changed |= StateOf(stroke).Place(fact);
            if (moved.Target != Id)
            {
                target.Invite(stroke, this);
            }
        }

        return changed;
    }

    private void Invite(FactId stroke, Page home)
    {
        if (!_guests.TryGetValue(stroke, out var homes))
        {
            _guests.Add(stroke, homes = []);
        }

        if (!homes.Contains(home))
        {
            homes.Add(home);
        }
    }
}
