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
    public const int Schema = 2;

    private readonly LiteDatabase _database;
    private readonly Stream _data;
    private readonly Stream _log;
    private readonly ILiteCollection<BsonDocument> _state;
    private readonly ILiteCollection<BsonDocument> _notes;
    private readonly ILiteCollection<BsonDocument> _pages;
    private readonly ILiteCollection<BsonDocument> _strokes;
    private readonly ILiteCollection<BsonDocument> _erasures;
    private readonly ILiteCollection<BsonDocument> _lines;
    private readonly ILiteCollection<BsonDocument> _changes;
    private readonly ILiteCollection<BsonDocument> _marks;
    private readonly ILiteCollection<BsonDocument> _conversations;

    private ViewDatabase(LiteDatabase database, Stream data, Stream log)
    {
        (_database, _data, _log) = (database, data, log);
        _state = database.GetCollection("state");
        _notes = database.GetCollection("notes");
        _pages = database.GetCollection("pages");
        _strokes = database.GetCollection("strokes");
        _erasures = database.GetCollection("erasures");
        _lines = database.GetCollection("lines");
        _changes = database.GetCollection("changes");
        _marks = database.GetCollection("marks");
        _conversations = database.GetCollection("conversations");
        _pages.EnsureIndex("note");
        _pages.EnsureIndex("id");
        foreach (var content in (ILiteCollection<BsonDocument>[])[_strokes, _erasures, _lines, _changes])
        {
            content.EnsureIndex("page");
        }

        _changes.EnsureIndex("target");
        _marks.EnsureIndex("subject");
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
        var notebook = Fold(_notes.FindAll().Concat(_pages.FindAll()).Concat(_marks.FindAll().Where(d => d["text"].AsInt32 != (int)TextField.Block)));
        var times = _notes.FindAll().ToDictionary(d => IdOf(d), TimeOf);
        return [.. notebook.Notes.Select(n => new NoteSummary(n.Id, times[n.Id], n.Note.Title, notebook.Pages(n.Id).Count()))];
    }

    public IReadOnlyList<PageSummary> Pages(FactId note)
    {
        var pages = _pages.Find(Query.EQ("note", note.ToString())).ToList();
        var marks = MarksOf([note.ToString(), .. pages.Select(p => p["id"].AsString)]);
        return [.. Fold(pages.Concat(marks)).Pages(note).Select(p => new PageSummary(p.Id, p.Time, p.Added!))];
    }

    /// <summary>A page, folded from its facts by the same code that folds a whole journal.</summary>
    public Page? Page(FactId page)
    {
        var documents = new List<BsonDocument>();
        var subjects = new HashSet<string>();
        var wanted = new Queue<string>([page.ToString()]);
        while (wanted.TryDequeue(out var key))
        {
            if (!subjects.Add(key))
            {
                continue;
            }

            var added = _pages.Find(Query.EQ("id", key)).ToList();
            var changes = _changes.Find(Query.EQ("page", key)).ToList();
            documents.AddRange([.. added, .. changes]);
            foreach (var content in (ILiteCollection<BsonDocument>[])[_strokes, _erasures, _lines])
            {
                documents.AddRange(content.Find(Query.EQ("page", key)));
            }

            subjects.UnionWith(added.Select(p => p["note"].AsString));
            subjects.UnionWith(changes.Where(c => (FactKind)c["kind"].AsInt32 == FactKind.TextBlockAdded).Select(c => c["id"].AsString));

            // Strokes that were moved here are facts of the page they were drawn on.
            foreach (var from in _changes.Find(Query.EQ("target", key)))
            {
                wanted.Enqueue(from["page"].AsString);
            }
        }

        return Fold(documents.Concat(MarksOf(subjects))).Find(page);
    }

    public IReadOnlyList<Conversation> Conversations() => [.. Fold(_conversations.FindAll()).Conversations];

    public Conversation? Conversation(FactId question) =>
        Fold(_conversations.Find(Query.EQ("question", question.ToString()))).FindConversation(question);

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

    private static Notebook Fold(IEnumerable<BsonDocument> documents)
    {
        // In the journal's order, as the whole journal would be folded.
        var notebook = new Notebook();
        foreach (var document in documents.OrderBy(d => d["_id"].AsInt64))
        {
            notebook.Apply(FactOf(document, (FactKind)document["kind"].AsInt32));
        }

        return notebook;
    }

    private void Insert(JournalEntry entry)
    {
        var fact = entry.Fact;
        var document = new BsonDocument
        {
            ["_id"] = entry.Position,
            ["id"] = fact.Id.ToString(),
            ["time"] = unchecked((long)fact.Time.Value),
            ["kind"] = (int)fact.Body.Kind,
        };
        switch (fact.Body)
        {
            case NoteCreated note:
                Insert(_notes, document, note);
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
            case StrokesErased erased:
                document["page"] = erased.Page.ToString();
                Insert(_erasures, document, erased);
                break;
            case LineRead line:
                document["page"] = line.Page.ToString();
                document["text"] = line.Text;
                Insert(_lines, document, line);
                break;
            case QuestionAsked question:
                document["question"] = fact.Id.ToString();
                Insert(_conversations, document, question);
                break;
            case AnswerReceived answer:
                document["question"] = answer.Question.ToString();
                Insert(_conversations, document, answer);
                break;
            case StrokeErasedPartly or StrokesMoved or ErasureUndone or LineCorrected or TextBlockAdded:
                document["page"] = PageOf(fact.Body).ToString();
                document["target"] = fact.Body is StrokesMoved moved ? moved.Target.ToString() : "";
                Insert(_changes, document, fact.Body);
                break;
            case TextSet or TagAdded or TagRemoved or PageOrdered or NoteSwitchSet or NoteDeleted or PageDeleted or Restored:
                document["subject"] = SubjectOf(fact.Body).ToString();
                document["text"] = fact.Body is TextSet text ? (int)text.Field : -1;
                Insert(_marks, document, fact.Body);
                break;
            default:
                // Kinds this version does not know are in the journal and are shown nowhere.
                break;
        }
    }

    private static FactId PageOf(FactBody body) => body switch
    {
        StrokeErasedPartly erased => erased.Page,
        StrokesMoved moved => moved.Page,
        ErasureUndone undone => undone.Page,
        LineCorrected line => line.Page,
        TextBlockAdded block => block.Page,
        _ => default,
    };

    private static FactId SubjectOf(FactBody body) => body switch
    {
        TextSet text => text.Subject,
        TagAdded tag => tag.Subject,
        TagRemoved tag => tag.Subject,
        PageOrdered ordered => ordered.Page,
        NoteSwitchSet set => set.Note,
        NoteDeleted deleted => deleted.Note,
        PageDeleted deleted => deleted.Page,
        Restored restored => restored.Subject,
        _ => default,
    };

    private IEnumerable<BsonDocument> MarksOf(IEnumerable<string> subjects) => subjects.SelectMany(s => _marks.Find(Query.EQ("subject", s)));

    private static void Insert(ILiteCollection<BsonDocument> collection, BsonDocument document, FactBody body)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        FactCodec.WriteBody(body, bytes);
        document["body"] = bytes.WrittenSpan.ToArray();
        collection.Insert(document);
    }

    private static Fact FactOf(BsonDocument document, FactKind kind) =>
        new(IdOf(document), TimeOf(document), FactCodec.ReadBody(kind, document["body"].AsBinary));

    private static FactId IdOf(BsonDocument document) => FactId.TryParse(document["id"].AsString, out var id)
        ? id
        : throw new FormatException($"view: '{document["_id"]}': a fact's name expected");

    private static Hlc TimeOf(BsonDocument document) => new(unchecked((ulong)document["time"].AsInt64));
}
