namespace Device.Core.Notebook;

/// <summary>
/// Everything a machine knows, folded from facts. Applying the same facts in any order and however often gives the same
/// notebook. Not thread-safe. Memory: linear in the facts.
/// </summary>
public sealed class Notebook
{
    private readonly SortedDictionary<FactId, (Hlc Time, NoteCreated Note)> _notes = [];
    private readonly SortedDictionary<FactId, Page> _pages = [];
    private readonly SortedDictionary<FactId, Conversation> _conversations = [];
    private readonly Dictionary<FactId, (Hlc Time, FactId Id)> _answers = [];

    /// <summary>The notes, oldest first.</summary>
    public IEnumerable<(FactId Id, NoteCreated Note)> Notes =>
        _notes.OrderBy(n => n.Value.Time).ThenBy(n => n.Key).Select(n => (n.Key, n.Value.Note));

    /// <summary>The questions, oldest first.</summary>
    public IEnumerable<Conversation> Conversations => _conversations.Values.OrderBy(c => c.Time).ThenBy(c => c.Id);

    /// <summary>The pages of a note in order.</summary>
    /// <param name="note">The note.</param>
    /// <returns>Pages that were added to it.</returns>
    public IEnumerable<Page> Pages(FactId note) =>
        _pages.Values.Where(p => p.Added?.Note == note).OrderBy(p => p.Time).ThenBy(p => p.Id);

    /// <summary>A page.</summary>
    /// <param name="page">Its name.</param>
    /// <returns>The page, or null when no fact names it.</returns>
    public Page? Find(FactId page) => _pages.GetValueOrDefault(page);

    /// <summary>A question and its answer.</summary>
    /// <param name="question">The question's name.</param>
    /// <returns>Both, or null when no fact names it.</returns>
    public Conversation? FindConversation(FactId question) => _conversations.GetValueOrDefault(question);

    /// <summary>Takes a fact.</summary>
    /// <param name="fact">The fact.</param>
    /// <returns>Whether anything changed: false for a fact that was known.</returns>
    public bool Apply(Fact fact)
    {
        switch (fact.Body)
        {
            case NoteCreated note:
                return _notes.TryAdd(fact.Id, (fact.Time, note));
            case PageAdded:
                return PageOf(fact.Id).Apply(fact);
            case StrokeAdded stroke:
                return PageOf(stroke.Page).Apply(fact);
            case StrokesErased erased:
                return PageOf(erased.Page).Apply(fact);
            case LineRead line:
                return PageOf(line.Page).Apply(fact);
            case QuestionAsked question:
                var asked = ConversationOf(fact.Id);
                if (asked.Question is not null)
                {
                    return false;
                }

                _conversations[fact.Id] = asked with { Question = question, Time = fact.Time };
                return true;
            case AnswerReceived answer:
                // Two machines may write answers at the same reading of their clocks: the fact's name decides.
                if (_answers.TryGetValue(answer.Question, out var latest) && (fact.Time, fact.Id).CompareTo(latest) <= 0)
                {
                    return false;
                }

                _answers[answer.Question] = (fact.Time, fact.Id);
                _conversations[answer.Question] = ConversationOf(answer.Question) with { Answer = answer, AnswerTime = fact.Time };
                return true;
            default:
                return false;
        }
    }

    private Page PageOf(FactId id)
    {
        if (!_pages.TryGetValue(id, out var page))
        {
            page = new Page(id);
            _pages.Add(id, page);
        }

        return page;
    }

    private Conversation ConversationOf(FactId id) => _conversations.GetValueOrDefault(id) ?? new Conversation(id, default, null, null, default);
}
