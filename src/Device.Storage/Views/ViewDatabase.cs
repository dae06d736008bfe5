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
    public const int Schema = 1;

    private readonly LiteDatabase _database;
    private readonly Stream _data;
    private readonly Stream _log;
    private readonly ILiteCollection<BsonDocument> _state;
    private readonly ILiteCollection<BsonDocument> _notes;
    private readonly ILiteCollection<BsonDocument> _pages;
    private readonly ILiteCollection<BsonDocument> _strokes;
    private readonly ILiteCollection<BsonDocument> _erasures;
    private readonly ILiteCollection<BsonDocument> _lines;
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
        _conversations = database.GetCollection("conversations");
        _pages.EnsureIndex("note");
        _pages.EnsureIndex("id");
        foreach (var content in (ILiteCollection<BsonDocument>[])[_strokes, _erasures, _lines])
        {
            content.EnsureIndex("page");
        }

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
        var pages = _pages.FindAll().GroupBy(p => p["note"].AsString).ToDictionary(g => g.Key, g => g.Count());
        return
        [
            .. _notes.FindAll()
                .Select(d => new NoteSummary(IdOf(d), TimeOf(d), d["title"].AsString, pages.GetValueOrDefault(d["id"].AsString)))
                .OrderBy(n => n.Time).ThenBy(n => n.Id),
        ];
    }

    public IReadOnlyList<PageSummary> Pages(FactId note) =>
    [
        .. _pages.Find(Query.EQ("note", note.ToString()))
            .Select(d => FactOf(d, FactKind.PageAdded))
            .Select(f => new PageSummary(f.Id, f.Time, (PageAdded)f.Body))
            .OrderBy(p => p.Time).ThenBy(p => p.Id),
    ];

    /// <summary>A page, folded from its facts by the same code that folds a whole journal.</summary>
    public Page? Page(FactId page)
    {
        var key = page.ToString();
        var notebook = new Notebook();
        foreach (var fact in _pages.Find(Query.EQ("id", key)).Select(d => FactOf(d, FactKind.PageAdded))
            .Concat(_strokes.Find(Query.EQ("page", key)).Select(d => FactOf(d, FactKind.StrokeAdded)))
            .Concat(_erasures.Find(Query.EQ("page", key)).Select(d => FactOf(d, FactKind.StrokesErased)))
            .Concat(_lines.Find(Query.EQ("page", key)).Select(d => FactOf(d, FactKind.LineRead))))
        {
            notebook.Apply(fact);
        }

        return notebook.Find(page);
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
                document["kind"] = (int)question.Kind;
                Insert(_conversations, document, question);
                break;
            case AnswerReceived answer:
                document["question"] = answer.Question.ToString();
                document["kind"] = (int)answer.Kind;
                Insert(_conversations, document, answer);
                break;
            default:
                // Kinds this version does not know are in the journal and are shown nowhere.
                break;
        }
    }

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
