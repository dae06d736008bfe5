using System.Buffers;
using Device.Core.Notebook;
using LiteDB;
using LiteDB.Engine;

namespace Device.Storage;

/// <summary>
/// The view's LiteDB file: facts by kind with what they are looked up by. Documents are keyed by the journal's position and
/// mapped by hand. One transaction takes a batch and moves the applied position. Not thread-safe (LiteDB's transactions
/// belong to a thread; every method begins and ends on its caller's).
/// </summary>
internal sealed class ViewDatabase : IDisposable
{
    /// <summary>Number of the layout below; a view of another number is made anew.</summary>
    public const int Schema = 3;

    private readonly LiteDatabase _database;
    private readonly Stream _data;
    private readonly Stream _log;
    private readonly ILiteCollection<BsonDocument> _state;
    private readonly ILiteCollection<BsonDocument> _notes;
    private readonly ILiteCollection<BsonDocument> _pages;
    private readonly ILiteCollection<BsonDocument> _strokes;
    private readonly ILiteCollection<BsonDocument> _changes;
    private readonly ILiteCollection<BsonDocument> _lines;
    private readonly ILiteCollection<BsonDocument> _labels;
    private readonly ILiteCollection<BsonDocument> _conversations;

    private ViewDatabase(LiteDatabase database, Stream data, Stream log)
    {
        (_database, _data, _log) = (database, data, log);
        _state = database.GetCollection("state");
        _notes = database.GetCollection("notes");
        _pages = database.GetCollection("pages");
        _strokes = database.GetCollection("strokes");
        _changes = database.GetCollection("changes");
        _lines = database.GetCollection("lines");
        _labels = database.GetCollection("labels");
        _conversations = database.GetCollection("conversations");
        _pages.EnsureIndex("note");
        _pages.EnsureIndex("id");
        foreach (var content in (ILiteCollection<BsonDocument>[])[_strokes, _changes, _lines])
        {
            content.EnsureIndex("page");
        }

        _changes.EnsureIndex("target");
        _labels.EnsureIndex("subject");
        _conversations.EnsureIndex("question");
        var state = _state.FindById(1);
        (Applied, AppliedFact) = state is null ? (0, "") : (state["position"].AsInt64, state["fact"].AsString);
    }

    /// <summary>The last position in the view; 0 when it is empty.</summary>
    public long Applied { get; private set; }

    /// <summary>The name of the fact there; empty at 0.</summary>
    public string AppliedFact { get; private set; }

    /// <summary>Opens or makes the file and its log, alone. May throw anything when they are damaged.</summary>
    public static ViewDatabase Open(string path, string logPath) => Open(path, logPath, null);

    /// <summary>Opens or makes them, encrypted where there is a key.</summary>
    public static ViewDatabase Open(string path, string logPath, StorageKey? key)
    {
        Stream OpenFile(string file) => key is null ? new UnsyncedFile(file) : new EncryptedFile(file, key);
        var data = OpenFile(path);
        Stream? log = null;
        LiteEngine? engine = null;
        try
        {
            log = OpenFile(logPath);
            engine = new LiteEngine(new EngineSettings { DataStream = data, LogStream = log, TempStream = new MemoryStream(), Collation = Collation.Binary });
            return new ViewDatabase(new LiteDatabase(engine, new BsonMapper()), data, log);
        }
        catch
        {
            engine?.Dispose();
            log?.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Takes entries in order; those the view has are passed over.</summary>
    /// <returns>How many were taken.</returns>
    public int Apply(IReadOnlyList<JournalEntry> entries)
    {
        var fresh = entries.Where(e => e.Position > Applied).ToList();
        if (fresh.Count == 0)
        {
            return 0;
        }

        _database.BeginTrans();
        try
        {
            foreach (var entry in fresh)
            {
                Insert(entry);
            }

            var last = fresh[^1];
            _state.Upsert(new BsonDocument { ["_id"] = 1, ["position"] = last.Position, ["fact"] = last.Fact.Id.ToString() });
            _database.Commit();
            (Applied, AppliedFact) = (last.Position, last.Fact.Id.ToString());
            return fresh.Count;
        }
        catch
        {
            _database.Rollback();
            throw;
        }
    }

    public IReadOnlyList<NoteSummary> Notes()
    {
        var notes = _notes.FindAll().Select(d => new Fact(IdOf(d), TimeOf(d), new NoteCreated(d["title"].AsString))).ToList();
        var notebook = Fold(_pages.FindAll().Concat(_labels.FindAll()).Select(FactOf).Concat(notes));
        var times = notes.ToDictionary(n => n.Id, n => n.Time);
        return [.. notebook.Notes.Select(n => new NoteSummary(n.Id, times[n.Id], n.Note.Title, notebook.Pages(n.Id).Count()))];
    }

    public IReadOnlyList<PageSummary> Pages(FactId note)
    {
        var pages = _pages.Find(Query.EQ("note", note.ToString())).Select(FactOf).ToList();
        var notebook = Fold(pages.Concat(Labels([note, .. pages.Select(p => p.Id)])));
        return [.. notebook.Pages(note).Select(p => new PageSummary(p.Id, p.Time, p.Added!))];
    }

    /// <summary>Deleted pages on which something is left that nobody who deleted them had seen.</summary>
    public IReadOnlyList<PageSummary> Recovered()
    {
        var notebook = Fold(_pages.FindAll().Concat(_labels.FindAll()).Select(FactOf));
        var deleted = _labels.Find(Query.EQ("kind", (int)FactKind.PageDeleted)).Select(d => ((PageDeleted)FactOf(d).Body).Page)
            .Concat(_pages.FindAll().Select(IdOf).Where(p => notebook.Find(p)!.IsDeleted));
        return
        [
            .. deleted.Distinct().Select(Page).OfType<Page>()
                .Where(p => p.IsDeleted && (p.Strokes().Length > 0 || p.Blocks().Length > 0))
                .OrderBy(p => p.Time).ThenBy(p => p.Id)
                .Select(p => new PageSummary(p.Id, p.Time, p.Added)),
        ];
    }

    /// <summary>A page, folded from its facts by the same code that folds a whole journal.</summary>
    public Page? Page(FactId page)
    {
        // Strokes that were moved here come with all that was said of them, which names the page they were drawn on.
        var key = page.ToString();
        var guests = _changes.Find(Query.EQ("target", key)).Select(d => d["page"].AsString).Distinct();
        var facts = guests.Append(key).Distinct()
            .SelectMany(home => _strokes.Find(Query.EQ("page", home)).Concat(_changes.Find(Query.EQ("page", home))))
            .Concat(_pages.Find(Query.EQ("id", key)))
            .Concat(_lines.Find(Query.EQ("page", key)))
            .Select(FactOf).ToList();
        var labelled = facts.Where(f => f.Body is TextBlockAdded).Select(f => f.Id)
            .Concat(facts.Select(f => f.Body).OfType<PageAdded>().Select(p => p.Note)).Append(page);
        return Fold(facts.Concat(Labels(labelled))).Find(page);
    }

    /// <summary>Every page that was ever added.</summary>
    public IReadOnlyList<FactId> PageIds() => [.. _pages.Find(Query.EQ("kind", (int)FactKind.PageAdded)).Select(IdOf)];

    public IReadOnlyList<Conversation> Conversations() => [.. Fold(InOrder(_conversations.FindAll())).Conversations];

    public Conversation? Conversation(FactId question) =>
        Fold(InOrder(_conversations.Find(Query.EQ("question", question.ToString())))).FindConversation(question);

    /// <summary>Brings the log into the file and closes both.</summary>
    public void Dispose()
    {
        try
        {
            _database.Dispose();
        }
        finally
        {
            _log.Dispose();
            _data.Dispose();
        }
    }

    private static Notebook Fold(IEnumerable<Fact> facts)
    {
        var notebook = new Notebook();
        foreach (var fact in facts)
        {
            notebook.Apply(fact);
        }

        return notebook;
    }

    /// <summary>In the journal's order, as the whole journal would be folded.</summary>
    private static IEnumerable<Fact> InOrder(IEnumerable<BsonDocument> documents) => documents.OrderBy(d => d["_id"].AsInt64).Select(FactOf);

    private IEnumerable<Fact> Labels(IEnumerable<FactId> subjects) =>
        subjects.Distinct().SelectMany(s => _labels.Find(Query.EQ("subject", s.ToString()))).Select(FactOf);

    private void Insert(JournalEntry entry)
    {
        var fact = entry.Fact;
        var document = new BsonDocument
        {
            ["_id"] = entry.Position,
            ["id"] = fact.Id.ToString(),
            ["time"] = unchecked((long)fact.Time.Value),
        };
        switch (fact.Body)
        {
            case NoteCreated note:
                document["title"] = note.Title;
                _notes.Insert(document);
                break;
            case PageAdded page:
                document["note"] = page.Note.ToString();
                Insert(_pages, document, page);
                break;
            case StrokeAdded stroke:
                document["page"] = stroke.Page.ToString();
                var box = stroke.Stroke.Bounds;
                document["box"] = new BsonArray { (double)box.Left, (double)box.Top, (double)box.Right, (double)box.Bottom };
                Insert(_strokes, document, stroke);
                break;
            case LineRead line:
                document["page"] = line.Page.ToString();
                document["text"] = line.Text;
                Insert(_lines, document, line);
                break;
            case LineCorrected line:
                document["page"] = line.Page.ToString();
                document["text"] = line.Text;
                Insert(_lines, document, line);
                break;
            case LineCandidates line:
                document["page"] = line.Page.ToString();
                Insert(_lines, document, line);
                break;
            case TextBlockAdded block:
                document["page"] = block.Page.ToString();
                Insert(_lines, document, block);
                break;
            case QuestionAsked question:
                document["question"] = fact.Id.ToString();
                Insert(_conversations, document, question);
                break;
            case AnswerReceived answer:
                document["question"] = answer.Question.ToString();
                Insert(_conversations, document, answer);
                break;
            default:
                InsertChange(document, fact.Body);
                break;
        }
    }

    /// <summary>What was said of strokes, by the page they were drawn on, and of notes and pages, by these.</summary>
    private void InsertChange(BsonDocument document, FactBody body)
    {
        FactId? page = body switch
        {
            StrokesErased erased => erased.Page,
            StrokeErasedPartly erased => erased.Page,
            ErasureUndone undone => undone.Page,
            StrokesMoved moved => moved.Page,
            BlobAttached attached => attached.Page,
            _ => null,
        };
        FactId? subject = body switch
        {
            TextSet text => text.Subject,
            TagAdded tag => tag.Subject,
            TagRemoved tag => tag.Subject,
            PageOrdered ordered => ordered.Page,
            NoteDeleted deleted => deleted.Note,
            PageDeleted deleted => deleted.Page,
            Restored restored => restored.Subject,
            NoteSwitchSet set => set.Note,
            _ => null,
        };
        if (page is not null)
        {
            document["page"] = page.ToString();
            if (body is StrokesMoved moved)
            {
                document["target"] = moved.Target.ToString();
            }

            Insert(_changes, document, body);
        }
        else if (subject is not null)
        {
            document["subject"] = subject.ToString();
            Insert(_labels, document, body);
        }

        // Kinds this version does not know are in the journal and are shown nowhere.
    }

    private static void Insert(ILiteCollection<BsonDocument> collection, BsonDocument document, FactBody body)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        FactCodec.WriteBody(body, bytes);
        document["kind"] = (int)body.Kind;
        document["body"] = bytes.WrittenSpan.ToArray();
        collection.Insert(document);
    }

    private static Fact FactOf(BsonDocument document) =>
        new(IdOf(document), TimeOf(document), FactCodec.ReadBody((FactKind)document["kind"].AsInt32, document["body"].AsBinary));

    private static FactId IdOf(BsonDocument document) => FactId.TryParse(document["id"].AsString, out var id)
        ? id
        : throw new FormatException($"view: '{document["_id"]}': a fact's name expected");

    private static Hlc TimeOf(BsonDocument document) => new(unchecked((ulong)document["time"].AsInt64));
}
