using System.ComponentModel.DataAnnotations;
using Device.Core.Notebook;
using Device.Core.Search;
using Microsoft.Extensions.Logging;

namespace Device.Storage;

/// <summary>
/// What the notebook shows, as a LiteDB file that follows the journal. It is a view: whatever goes wrong with it, it is
/// deleted and made anew from the journal without asking; so it is when it was not closed in order, because LiteDB does not
/// say what a power cut left of it. Queries see entries up to <see cref="AppliedPosition"/>. Thread-safe; one at a time works.
/// </summary>
public sealed class NotebookStore : IAsyncDisposable
{
    private readonly ViewFiles _files;
    private readonly IEntrySource _journal;
    private readonly NotebookStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StorageMetrics _metrics = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SearchView _search = new();
    private ViewDatabase _database;
    private long _applied;
    private bool _behind;
    private int _disposed;

    private NotebookStore(ViewFiles files, IEntrySource journal, NotebookStoreOptions options, TimeProvider time, ILogger logger, ViewDatabase database, bool rebuilt)
    {
        (_files, _journal, _options, _time, _logger, _database) = (files, journal, options, time, logger, database);
        _applied = database.Applied;
        if (rebuilt)
        {
            Rebuilds = 1;
            _metrics.Rebuilds.Add(1);
        }
    }

    /// <summary>The last position in the view. Never above the journal's durable position.</summary>
    public long AppliedPosition => Volatile.Read(ref _applied);

    /// <summary>How often this object made the view anew, opening included.</summary>
    public int Rebuilds { get; private set; }

    /// <summary>
    /// Opens the view of a journal, encrypted with the journal's current key where it has one. When it cannot be trusted it starts empty; <see cref="FollowAsync"/> or
    /// <see cref="CatchUpAsync"/> fill it.
    /// </summary>
    /// <param name="options">Folder and limits.</param>
    /// <param name="journal">The journal; must stay open while the store is used.</param>
    /// <param name="time">Measures the limit on opening.</param>
    /// <param name="logger">Is told of rebuilds, never of content.</param>
    /// <param name="ct">Stops the opening.</param>
    /// <returns>The store.</returns>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="IOException">The folder cannot be used, even after the view was deleted.</exception>
    /// <exception cref="TimeoutException">Even a new file did not open within the limit.</exception>
    public static Task<NotebookStore> OpenAsync(
        NotebookStoreOptions options, Journal journal, TimeProvider time, ILogger<NotebookStore> logger, CancellationToken ct) =>
        OpenAsync(options, new JournalSource(journal), time, logger, OpenWith(journal.Keys), ct);

    /// <summary>
    /// Deletes the view and makes it anew from a journal's files, for a machine whose service does not run. Takes the
    /// journal's lock, so that neither can change meanwhile; appends nothing.
    /// </summary>
    /// <param name="options">The view's folder and limits.</param>
    /// <param name="journalDirectory">The journal's folder.</param>
    /// <param name="keys">Decrypt the journal and encrypt the view.</param>
    /// <param name="time">Measures the limit on opening.</param>
    /// <param name="logger">Is told what happens, never of content.</param>
    /// <param name="ct">Stops between batches; the view is then made anew when the service starts.</param>
    /// <returns>The last position in the view.</returns>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such journal.</exception>
    /// <exception cref="JournalInUseException">The service runs: ask it.</exception>
    /// <exception cref="IOException">A file cannot be read or made.</exception>
    public static async Task<long> RebuildAsync(
        NotebookStoreOptions options, string journalDirectory, KeyRing keys, TimeProvider time, ILogger<NotebookStore> logger, CancellationToken ct)
    {
        var folder = LinuxFolder.Existing(journalDirectory);
        using var held = JournalLock.Take(folder);
        await using var store = await OpenAsync(options, new FileSource(folder, keys), time, logger, OpenWith(keys), ct);
        await store.RebuildAsync(ct);
        return store.AppliedPosition;
    }

    internal static async Task<NotebookStore> OpenAsync(
        NotebookStoreOptions options, IEntrySource journal, TimeProvider time, ILogger logger, Func<string, string, ViewDatabase> open, CancellationToken ct)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var files = new ViewFiles(options, time, logger, open);
        var mark = await files.TakeMarkAsync(ct);
        var reason = mark is null ? "it was not closed in order" : await WhyStaleAsync(mark, journal, ct);
        if (reason is null && await files.TryOpenAsync(mark!, ct) is { } kept)
        {
            return new NotebookStore(files, journal, options, time, logger, kept, rebuilt: false);
        }

        var isNew = !files.Exist;
        if (!isNew && reason is not null)
        {
            ViewLog.Rebuilding(logger, options.Directory, reason, null);
        }

        return new NotebookStore(files, journal, options, time, logger, await files.MakeAnewAsync(ct), rebuilt: !isNew);
    }

    /// <summary>Keeps the view up with the journal until the journal is disposed or the token is cancelled.</summary>
    /// <param name="ct">Stops following.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="JournalFailedException">The journal failed.</exception>
    /// <exception cref="IOException">The view cannot be made anew, or a segment cannot be read.</exception>
    public Task FollowAsync(CancellationToken ct) => TakeAsync(follow: true, ct);

    /// <summary>Takes what is durable in the journal now.</summary>
    /// <param name="ct">Stops between batches.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">The view cannot be made anew, or a segment cannot be read.</exception>
    public Task CatchUpAsync(CancellationToken ct) => TakeAsync(follow: false, ct);

    /// <summary>Takes one entry; see the other overload.</summary>
    /// <param name="entry">An entry of the journal.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>Nothing.</returns>
    public ValueTask ApplyAsync(JournalEntry entry, CancellationToken ct) => ApplyAsync([entry], ct);

    /// <summary>Takes entries in one transaction. Entries the view has are passed over.</summary>
    /// <param name="entries">Entries of the journal in order. What is missing before them is read from the journal.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">The view cannot be made anew.</exception>
    public async ValueTask ApplyAsync(IReadOnlyList<JournalEntry> entries, CancellationToken ct) =>
        await UseAsync(database => Apply(database, entries), ct, entries.Count == 0 ? 0 : entries[0].Position - 1);

    /// <summary>Deletes the view and makes it anew from all durable entries.</summary>
    /// <param name="ct">Stops between batches; the view is then behind and goes on where it is.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="IOException">The view cannot be made anew, or a segment cannot be read.</exception>
    public async Task RebuildAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await RebuildAsync("it was asked for", null, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The notes that are not deleted, oldest first.</summary>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>A list of its own.</returns>
    public ValueTask<IReadOnlyList<NoteSummary>> NotesAsync(CancellationToken ct) => UseAsync(d => d.Notes(), ct);

    /// <summary>The pages of a note in order, without the deleted ones.</summary>
    /// <param name="note">The note.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>A list of its own.</returns>
    public ValueTask<IReadOnlyList<PageSummary>> PagesAsync(FactId note, CancellationToken ct) => UseAsync(d => d.Pages(note), ct);

    /// <summary>Deleted pages, and pages of deleted notes, on which is what nobody who deleted them had seen; oldest first.</summary>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>A list of its own.</returns>
    public ValueTask<IReadOnlyList<PageSummary>> RecoveredAsync(CancellationToken ct) => UseAsync(d => d.Recovered(), ct);

    /// <summary>A page with its ink and readings.</summary>
    /// <param name="page">The page.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>A page of its own, or null when no fact names it.</returns>
    public ValueTask<Page?> FindPageAsync(FactId page, CancellationToken ct) => UseAsync(d => d.Page(page), ct);

    /// <summary>The readings of a page that show, one a line.</summary>
    /// <param name="page">The page.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>The text; empty when there is none.</returns>
    public ValueTask<string> PageTextAsync(FactId page, CancellationToken ct) => UseAsync(d => d.Page(page)?.Text() ?? "", ct);

    /// <summary>Finds text in handwriting and typed text, by everything that the handwriting may say: <see cref="InkIndex"/>.</summary>
    /// <param name="query">1 to <see cref="InkIndex.MaxQuery"/> characters.</param>
    /// <param name="limit">Most hits, 1 to <see cref="InkIndex.MaxHits"/>.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>The likeliest first. The first search of a process reads every page once.</returns>
    public ValueTask<IReadOnlyList<SearchHit>> SearchAsync(string query, int limit, CancellationToken ct) =>
        UseAsync<IReadOnlyList<SearchHit>>(d => _search.Of(d).Search(query, limit), ct);

    /// <summary>The questions and answers, oldest first.</summary>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>A list of its own.</returns>
    public ValueTask<IReadOnlyList<Conversation>> ConversationsAsync(CancellationToken ct) => UseAsync(d => d.Conversations(), ct);

    /// <summary>A question and its answer.</summary>
    /// <param name="question">The question's name.</param>
    /// <param name="ct">Stops waiting for its turn.</param>
    /// <returns>Both, or null when no fact names it.</returns>
    public ValueTask<Conversation?> FindConversationAsync(FactId question, CancellationToken ct) => UseAsync(d => d.Conversation(question), ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _turn.WaitAsync();
        await _files.CloseAsync(_database);
        _files.Dispose();
        _turn.Dispose();
        _metrics.Dispose();
    }

    private static Func<string, string, ViewDatabase> OpenWith(KeyRing keys) => (path, log) => ViewDatabase.Open(path, log, keys.Current);

    private static async Task<string?> WhyStaleAsync(ViewMark mark, IEntrySource journal, CancellationToken ct)
    {
        if (mark.Schema != ViewDatabase.Schema)
        {
            return $"it is of layout {mark.Schema}, {ViewDatabase.Schema} expected";
        }

        if (mark.Position == 0)
        {
            return null;
        }

        await foreach (var entry in journal.ReadAsync(mark.Position, follow: false, ct))
        {
            return entry.Position == mark.Position && entry.Fact.Id.ToString() == mark.Fact ? null : "its last fact is not the journal's";
        }

        return $"it has position {mark.Position}, beyond the journal's end";
    }

    private async Task TakeAsync(bool follow, CancellationToken ct)
    {
        var batch = new List<JournalEntry>(_options.BatchFacts);
        await using var entries = _journal.ReadAsync(AppliedPosition + 1, follow, ct).GetAsyncEnumerator(ct);
        while (true)
        {
            var next = entries.MoveNextAsync();
            if (batch.Count > 0 && (!next.IsCompleted || batch.Count >= _options.BatchFacts))
            {
                await ApplyAsync(batch, ct);
                batch.Clear();
            }

            if (!await next)
            {
                break;
            }

            batch.Add(entries.Current);
        }

        if (batch.Count > 0)
        {
            await ApplyAsync(batch, ct);
        }
    }

    private int Apply(ViewDatabase database, IReadOnlyList<JournalEntry> entries)
    {
        var taken = database.Apply(entries);
        _search.Touch(entries);
        _metrics.Applied.Add(taken);
        Volatile.Write(ref _applied, database.Applied);
        return taken;
    }

    /// <summary>Works with the view, which must have everything up to a position; when that throws, makes it anew and works with it once more.</summary>
    private async ValueTask<T> UseAsync<T>(Func<ViewDatabase, T> use, CancellationToken ct, long needs = 0)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        await _turn.WaitAsync(ct);
        try
        {
            try
            {
                if (_behind || needs > _database.Applied)
                {
                    await FillAsync(ct);
                }

                return use(_database);
            }
#pragma warning disable CA1031 // A damaged LiteDB file throws anything from LiteException to NullReferenceException; the cure is one.
            catch (Exception e) when (e is not OperationCanceledException and not JournalFailedException)
#pragma warning restore CA1031
            {
                await RebuildAsync("it threw", e, ct);
                return use(_database);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RebuildAsync(string reason, Exception? error, CancellationToken ct)
    {
        ViewLog.Rebuilding(_logger, _options.Directory, reason, error);
        Rebuilds++;
        _metrics.Rebuilds.Add(1);
        var start = _time.GetTimestamp();
        _files.Abandon(_database);
        _database = await _files.MakeAnewAsync(ct);
        Volatile.Write(ref _applied, 0);
        _search.Forget();
        var taken = await FillAsync(ct);
        ViewLog.Rebuilt(_logger, _options.Directory, taken, (long)_time.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Takes all durable entries that the view lacks. Cancelled, it is caught up on at the next use.</summary>
    private async Task<long> FillAsync(CancellationToken ct)
    {
        _behind = true;
        var batch = new List<JournalEntry>(_options.BatchFacts);
        var taken = 0L;
        await foreach (var entry in _journal.ReadAsync(_database.Applied + 1, follow: false, ct))
        {
            batch.Add(entry);
            if (batch.Count == _options.BatchFacts)
            {
                taken += Apply(_database, batch);
                batch.Clear();
            }
        }

        taken += Apply(_database, batch);
        _behind = false;
        return taken;
    }
}
