namespace Device.Core.Notebook;

/// <summary>
/// Everything a machine knows, folded from facts. Applying the same facts in any order and however often gives the same
/// notebook; the law of each kind is in <c>docs/formats/facts.md</c>. Not thread-safe. Memory: linear in the facts.
/// </summary>
public sealed class Notebook
{
    private readonly SortedDictionary<FactId, (Hlc Time, NoteCreated Note)> _notes = [];
    private readonly SortedDictionary<FactId, Page> _pages = [];
    private readonly Dictionary<FactId, List<Page>> _pagesOfNote = [];
    private readonly SortedDictionary<FactId, Conversation> _conversations = [];
    private readonly LatestOf<FactId, AnswerReceived> _answers = new();
    private readonly LatestOf<(FactId Note, NoteSwitch Switch), bool> _switches = new();
    private readonly Dictionary<FactId, Deletions> _noteDeletions = [];
    private readonly Dictionary<FactId, Deletions> _pageDeletions = [];
    private readonly SeenFacts _seen = new();

    /// <summary>The notes that are not deleted, oldest first, each with its present title.</summary>
    public IEnumerable<(FactId Id, NoteCreated Note)> Notes =>
        _notes.Where(n => !IsDeleted(n.Key)).OrderBy(n => n.Value.Time).ThenBy(n => n.Key).Select(n => (n.Key, new NoteCreated(TitleOf(n.Key))));

    /// <summary>Deleted pages, and pages of deleted notes, on which is what nobody who deleted them had seen; oldest first. Nothing written is lost.</summary>
    public IEnumerable<Page> Recovered => _pages.Values
        .Where(p => p.IsDeleted && (p.Strokes().Length > 0 || p.Blocks().Length > 0)).OrderBy(p => p.Time).ThenBy(p => p.Id);

    /// <summary>The questions, oldest first.</summary>
    public IEnumerable<Conversation> Conversations => _conversations.Values.OrderBy(c => c.Time).ThenBy(c => c.Id);

    /// <summary>The recordings, of which those of deleted notes are hidden by who shows them.</summary>
    public RecordingShelf Recordings { get; } = new();

    internal LatestOf<(FactId Subject, TextField Field), string> Texts { get; } = new();

    internal LatestOf<FactId, PageOrderKey> Orders { get; } = new();

    internal TagSet TagFacts { get; } = new();

    /// <summary>The names of all facts applied: what a deletion written now has seen.</summary>
    /// <returns>A vector of its own.</returns>
    public VersionVector Seen() => _seen.ToVector();

    /// <summary>The pages of a note in order, without the deleted ones.</summary>
    /// <param name="note">The note.</param>
    /// <returns>Pages that were added to it; none when the note is deleted.</returns>
    public IEnumerable<Page> Pages(FactId note) => _pagesOfNote.TryGetValue(note, out var pages)
        ? pages.Where(p => !p.IsDeleted).OrderBy(p => p.Order).ThenBy(p => p.Time).ThenBy(p => p.Id)
        : [];

    /// <summary>A page, deleted or not.</summary>
    /// <param name="page">Its name.</param>
    /// <returns>The page, or null when no fact names it.</returns>
    public Page? Find(FactId page) => _pages.GetValueOrDefault(page);

    /// <summary>The present title of a note.</summary>
    /// <param name="note">The note.</param>
    /// <returns>The title set last, else the one it was created with; empty for a note that is not known.</returns>
    public string TitleOf(FactId note) => Texts.Or((note, TextField.NoteTitle), _notes.TryGetValue(note, out var created) ? created.Note.Title : "");

    /// <summary>The tags of a note or page.</summary>
    /// <param name="subject">The note or page.</param>
    /// <returns>Each once, sorted by its characters' numbers.</returns>
    public IEnumerable<string> TagsOf(FactId subject) => TagFacts.Of(subject).Select(t => t.Tag).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The facts that keep a tag on: what a <see cref="TagRemoved"/> names.</summary>
    /// <param name="subject">The note or page.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>Their names, sorted.</returns>
    public IEnumerable<FactId> AddsOf(FactId subject, string tag) => TagFacts.Of(subject).Where(t => t.Tag == tag).Select(t => t.Add);

    /// <summary>A switch of a note.</summary>
    /// <param name="note">The note.</param>
    /// <param name="which">Which switch.</param>
    /// <returns>On or off; null where it was never set.</returns>
    public bool? Switch(FactId note, NoteSwitch which) => _switches.TryGet((note, which), out var set) ? set.Value : null;

    /// <summary>Whether a note was deleted and not restored.</summary>
    /// <param name="note">The note.</param>
    /// <returns>True when some deletion of it counts.</returns>
    public bool IsDeleted(FactId note) => _noteDeletions.TryGetValue(note, out var deletions) && deletions.Any;

    /// <summary>The deletions of a note or page that count: what a <see cref="Restored"/> names.</summary>
    /// <param name="subject">The note or page.</param>
    /// <returns>Their names, sorted.</returns>
    public IEnumerable<FactId> DeletionsOf(FactId subject) => new[] { _noteDeletions, _pageDeletions }
        .SelectMany(d => d.TryGetValue(subject, out var deletions) ? deletions.Facts.Counting : []).Order();

    /// <summary>A question and its answer.</summary>
    /// <param name="question">The question's name.</param>
    /// <returns>Both, or null when no fact names it.</returns>
    public Conversation? FindConversation(FactId question) => _conversations.GetValueOrDefault(question);

    /// <summary>Takes a fact.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>Whether anything may look different: false for a fact that was known.</returns>
    public bool Apply(Fact fact)
    {
        _seen.Add(fact.Id);
        return fact.Body switch
        {
            NoteCreated note => _notes.TryAdd(fact.Id, (fact.Time, note)),
            PageAdded added => AddPage(fact, added),
            StrokeAdded stroke => PageOf(stroke.Page).Apply(fact),
            StrokesErased erased => PageOf(erased.Page).Apply(fact),
            StrokeErasedPartly erased => PageOf(erased.Page).Apply(fact),
            ErasureUndone undone => PageOf(undone.Page).Apply(fact),
            StrokesMoved moved => PageOf(moved.Page).Apply(fact),
            LineRead line => PageOf(line.Page).Apply(fact),
            LineCorrected line => PageOf(line.Page).Apply(fact),
            TextBlockAdded block => PageOf(block.Page).Apply(fact),
            TextSet text => Texts.Set((text.Subject, text.Field), fact, text.Text),
            TagAdded tag => TagFacts.Add(fact.Id, tag),
            TagRemoved tag => TagFacts.Remove(tag),
            PageOrdered ordered => Orders.Set(ordered.Page, fact, ordered.Key),
            NoteSwitchSet set => _switches.Set((set.Note, set.Switch), fact, set.On),
            NoteDeleted deleted => DeletionsIn(_noteDeletions, deleted.Note).Add(fact, deleted.Seen),
            PageDeleted deleted => DeletionsIn(_pageDeletions, deleted.Page).Add(fact, deleted.Seen),
            Restored restored => Restore(fact, restored),
            QuestionAsked question => Ask(fact, question),
            AnswerReceived answer => Answer(fact, answer),
            _ => Recordings.Apply(fact),
        };
    }

    internal Page PageOf(FactId id)
    {
        if (!_pages.TryGetValue(id, out var page))
        {
            page = new Page(id, this);
            _pages.Add(id, page);
        }

        return page;
    }

    internal IEnumerable<Deletions> DeletionsOf(Page page)
    {
        if (_pageDeletions.TryGetValue(page.Id, out var own))
        {
            yield return own;
        }

        if (page.Added is { } added && _noteDeletions.TryGetValue(added.Note, out var ofNote))
        {
            yield return ofNote;
        }
    }

    /// <summary>The names of all strokes, erased or not.</summary>
    internal HashSet<FactId> Drawn() => [.. _pages.Values.SelectMany(p => p.Drawn)];

    internal bool IsLatest(Fact fact, out FactId latest)
    {
        latest = fact.Body switch
        {
            TextSet text when Texts.TryGet((text.Subject, text.Field), out var set) => set.Id,
            PageOrdered ordered when Orders.TryGet(ordered.Page, out var set) => set.Id,
            NoteSwitchSet on when _switches.TryGet((on.Note, on.Switch), out var set) => set.Id,
            AnswerReceived answer when _answers.TryGet(answer.Question, out var set) => set.Id,
            _ => fact.Id,
        };
        return latest == fact.Id;
    }

    private static Deletions DeletionsIn(Dictionary<FactId, Deletions> all, FactId subject)
    {
        if (!all.TryGetValue(subject, out var deletions))
        {
            all.Add(subject, deletions = new Deletions());
        }

        return deletions;
    }

    private bool AddPage(Fact fact, PageAdded added)
    {
        var page = PageOf(fact.Id);
        if (!page.Apply(fact))
        {
            return false;
        }

        if (!_pagesOfNote.TryGetValue(added.Note, out var pages))
        {
            _pagesOfNote.Add(added.Note, pages = []);
        }

        pages.Add(page);
        return true;
    }

    private bool Restore(Fact fact, Restored restored)
    {
        var changed = false;
        foreach (var deletion in restored.Deletions)
        {
            changed |= DeletionsIn(_noteDeletions, restored.Subject).Facts.Undo(deletion, fact.Time);
            changed |= DeletionsIn(_pageDeletions, restored.Subject).Facts.Undo(deletion, fact.Time);
        }

        return changed;
    }

    private bool Ask(Fact fact, QuestionAsked question)
    {
        var asked = ConversationOf(fact.Id);
        if (asked.Question is not null)
        {
            return false;
        }

        _conversations[fact.Id] = asked with { Question = question, Time = fact.Time };
        return true;
    }

    private bool Answer(Fact fact, AnswerReceived answer)
    {
        // Two machines may write answers at the same reading of their clocks: the fact's name decides.
        if (!_answers.Set(answer.Question, fact, answer))
        {
            return false;
        }

        _conversations[answer.Question] = ConversationOf(answer.Question) with { Answer = answer, AnswerTime = fact.Time };
        return true;
    }

    private Conversation ConversationOf(FactId id) => _conversations.GetValueOrDefault(id) ?? new Conversation(id, default, null, null, default);
}
