using CsCheck;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

public sealed class NotebookStoreTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string View => _folder.At("view/notebook.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_the_journal_holds_the_view_shows_what_the_fold_of_the_journal_shows() =>
        await Gen.Select(Sample.Body.Array[1, 60], Gen.Int[1, 7]).SampleAsync(
            async (bodies, batch) =>
            {
                using var folder = new TempFolder(inMemory: true);
                await using var journal = await JournalFixture.OpenAsync(folder.At("journal"));
                await using var store = await OpenAsync(journal, folder, batch);

                // The bodies name facts of two machines in epoch 7: half of these are given such names.
                for (var i = 0; i < bodies.Length; i++)
                {
                    var id = Sample.Id((ulong)(i / 2) + 1, i % 2 == 0 ? Sample.Device : Sample.Peer);
                    await journal.ImportAsync([new Fact(id, new Hlc((ulong)(bodies.Length - i) << 16), bodies[i])], default);
                }

                await store.CatchUpAsync(default);
                await AssertFoldAsync(journal, store);
            },
            iter: 40);

    [Fact]
    public async Task A_view_closed_in_order_is_kept_and_equals_one_that_is_made_anew()
    {
        await using var journal = await FilledJournalAsync();
        await using (var first = await OpenAsync(journal))
        {
            await first.CatchUpAsync(Ct);
            Assert.Equal(0, first.Rebuilds);
        }

        await using var kept = await OpenAsync(journal);
        Assert.Equal(0, kept.Rebuilds);
        Assert.Equal(journal.DurablePosition, kept.AppliedPosition);
        await AssertFoldAsync(journal, kept);
        await kept.RebuildAsync(Ct);
        Assert.Equal(1, kept.Rebuilds);
        Assert.Equal(journal.DurablePosition, kept.AppliedPosition);
        await AssertFoldAsync(journal, kept);
    }

    [Fact]
    public async Task A_view_that_was_not_closed_is_made_anew_without_asking()
    {
        await using var journal = await FilledJournalAsync();
        using var image = new TempFolder(inMemory: true);
        await using (var killed = await OpenAsync(journal))
        {
            await killed.CatchUpAsync(Ct);
            foreach (var file in Directory.GetFiles(_folder.At("view")))
            {
                // Without .NET's own locks, which the open view holds.
                using var open = LinuxFile.Open(file, writable: false);
                var bytes = new byte[open.Length];
                open.Read(bytes, 0);
                await File.WriteAllBytesAsync(image.At(Path.GetFileName(file)), bytes, Ct);
            }
        }

        Directory.Delete(_folder.At("view"), recursive: true);
        Directory.Move(image.Path, _folder.At("view"));
        Directory.CreateDirectory(image.Path);
        await using var store = await OpenAsync(journal);
        Assert.Equal((1, 0L), (store.Rebuilds, store.AppliedPosition));
        await store.CatchUpAsync(Ct);
        await AssertFoldAsync(journal, store);
    }

    [Fact]
    public async Task A_view_whose_file_is_garbage_truncated_or_empty_is_made_anew_without_asking()
    {
        await using var journal = await FilledJournalAsync();
        await using (var first = await OpenAsync(journal))
        {
            await first.CatchUpAsync(Ct);
        }

        var sound = await File.ReadAllBytesAsync(View, Ct);
        var random = new Random(5);
        foreach (var damage in (Func<byte[], byte[]>[])
            [
                bytes => [.. bytes.Select(_ => (byte)random.Next(256))],
                bytes => new byte[bytes.Length],
                bytes => bytes[..(bytes.Length / 2)],
                bytes => [],
                bytes => [.. bytes[..8192], .. new byte[bytes.Length - 8192]],
                bytes => [.. bytes[..8192], .. Enumerable.Repeat((byte)0xFF, bytes.Length - 8192)],
            ])
        {
            var mark = await File.ReadAllBytesAsync(_folder.At("view/closed"), Ct);
            await File.WriteAllBytesAsync(View, damage(sound), Ct);
            await using (var store = await OpenAsync(journal))
            {
                await store.CatchUpAsync(Ct);
                await AssertFoldAsync(journal, store);
                Assert.Equal(1, store.Rebuilds);
            }

            await File.WriteAllBytesAsync(View, sound, Ct);
            await File.WriteAllBytesAsync(_folder.At("view/closed"), mark, Ct);
        }
    }

    [Fact]
    public async Task A_page_that_rots_in_the_middle_never_stops_the_notebook()
    {
        await using var journal = await FilledJournalAsync();
        await using (var first = await OpenAsync(journal))
        {
            await first.CatchUpAsync(Ct);
        }

        var sound = await File.ReadAllBytesAsync(View, Ct);
        var mark = await File.ReadAllBytesAsync(_folder.At("view/closed"), Ct);
        var rebuilt = 0;
        for (var page = 1; page < sound.Length / 8192; page++)
        {
            var damaged = (byte[])sound.Clone();
            damaged.AsSpan(page * 8192, 8192).Clear();
            await File.WriteAllBytesAsync(View, damaged, Ct);
            await File.WriteAllBytesAsync(_folder.At("view/closed"), mark, Ct);
            await using var store = await OpenAsync(journal);
            await journal.AppendAsync(Sample.Stroke(Sample.Id(1), page, page), Ct);
            await store.CatchUpAsync(Ct);
            await store.NotesAsync(Ct);
            rebuilt += store.Rebuilds;
            Assert.Equal(journal.DurablePosition, store.AppliedPosition);
        }

        Assert.True(rebuilt > 0);
    }

    [Fact]
    public async Task Another_journals_view_is_not_taken_for_this_ones()
    {
        await using (var journal = await FilledJournalAsync())
        {
            await using var first = await OpenAsync(journal);
            await first.CatchUpAsync(Ct);
        }

        Directory.Delete(_folder.At("journal"), recursive: true);
        await using var other = await JournalFixture.OpenAsync(_folder.At("journal"), seed: 99);
        for (var i = 0; i < 100; i++)
        {
            await other.AppendAsync(Sample.Note(i), Ct);
        }

        await using var store = await OpenAsync(other);
        Assert.Equal(1, store.Rebuilds);
        await store.CatchUpAsync(Ct);
        await AssertFoldAsync(other, store);
    }

    [Fact]
    public async Task Following_takes_what_is_written_and_ends_with_the_journal()
    {
        var journal = await FilledJournalAsync();
        await using var store = await OpenAsync(journal);
        var following = store.FollowAsync(Ct);
        var note = await journal.AppendAsync(new NoteCreated("later"), Ct);
        await journal.DisposeAsync();
        await following;
        Assert.Equal(journal.DurablePosition, store.AppliedPosition);
        Assert.Contains(await store.NotesAsync(Ct), n => n.Id == note.Id && n.Title == "later");
    }

    [Fact]
    public async Task Entries_that_come_again_change_nothing_and_missing_ones_are_fetched()
    {
        await using var journal = await FilledJournalAsync();
        await using var store = await OpenAsync(journal);
        var entries = await JournalFixture.EntriesAsync(journal);
        await store.ApplyAsync(entries[3], Ct);
        await store.ApplyAsync(entries[..3], Ct);
        await store.ApplyAsync(entries, Ct);
        Assert.Equal(journal.DurablePosition, store.AppliedPosition);
        await AssertFoldAsync(journal, store);
    }

    [Fact]
    public async Task A_page_a_conversation_and_a_list_are_found()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.At("journal"));
        await using var store = await OpenAsync(journal);
        var note = await journal.AppendAsync(new NoteCreated("Chemie"), Ct);
        var page = await journal.AppendAsync(new PageAdded(note.Id, PageTemplate.Lined, 210, 297, 8), Ct);
        var lower = await journal.AppendAsync(Sample.Stroke(page.Id, 10, 50), Ct);
        var upper = await journal.AppendAsync(Sample.Stroke(page.Id, 10, 20), Ct);
        await journal.AppendAsync(
            [new LineRead(page.Id, [lower.Id], "second", 1, "m"), new LineRead(page.Id, [upper.Id], "first", 1, "m"), new QuestionAsked(page.Id, "why", "first")], Ct);
        await store.CatchUpAsync(Ct);
        Assert.Equal(new NoteSummary(note.Id, note.Time, "Chemie", 1), Assert.Single(await store.NotesAsync(Ct)));
        Assert.Equal(page.Id, Assert.Single(await store.PagesAsync(note.Id, Ct)).Id);
        Assert.Equal("first\nsecond", await store.PageTextAsync(page.Id, Ct));
        var conversation = Assert.Single(await store.ConversationsAsync(Ct));
        Assert.Equal(conversation, await store.FindConversationAsync(conversation.Id, Ct));
        Assert.Null(await store.FindPageAsync(Sample.Id(77), Ct));
        Assert.Equal("", await store.PageTextAsync(Sample.Id(77), Ct));
    }

    [Fact]
    public async Task A_view_that_never_opens_is_given_up_after_its_time_and_made_anew()
    {
        await using var journal = await FilledJournalAsync();
        await using (var first = await OpenAsync(journal))
        {
            await first.CatchUpAsync(Ct);
        }

        using var time = new TimerTime();
        using var entered = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var (opens, late) = (0, new TaskCompletionSource());
        var opening = NotebookStore.OpenAsync(
            new NotebookStoreOptions { Directory = _folder.At("view"), OpenSeconds = 30 }, new JournalSource(journal), time, NullLogger.Instance,
            (path, log) =>
            {
                if (Interlocked.Increment(ref opens) == 1)
                {
                    entered.Set();
                    end.Wait(Ct);
                    late.SetResult();
                    throw new InvalidOperationException("too late");
                }

                return ViewDatabase.Open(path, log);
            },
            Ct);
        await Task.Run(() => entered.Wait(Ct), Ct);
        Assert.False(opening.IsCompleted);

        // The limit's timer is set after the thread starts.
        await Task.Run(() => time.TimerSet.Wait(Ct), Ct);
        time.Advance(TimeSpan.FromSeconds(31));

        await using var store = await opening;
        await store.CatchUpAsync(Ct);
        await AssertFoldAsync(journal, store);
        Assert.Equal((2, 1), (opens, store.Rebuilds));
        end.Set();
        await late.Task;
    }

    [Fact]
    public async Task A_new_view_takes_as_long_as_a_slow_machine_needs()
    {
        await using var journal = await FilledJournalAsync();
        using var time = new TimerTime();
        using var entered = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var opening = NotebookStore.OpenAsync(
            new NotebookStoreOptions { Directory = _folder.At("view"), OpenSeconds = 1 }, new JournalSource(journal), time, NullLogger.Instance,
            (path, log) =>
            {
                entered.Set();
                end.Wait(Ct);
                return ViewDatabase.Open(path, log);
            },
            Ct);
        await Task.Run(() => entered.Wait(Ct), Ct);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(opening.IsCompleted);
        end.Set();

        await using var store = await opening;
        await store.CatchUpAsync(Ct);
        await AssertFoldAsync(journal, store);
    }

    [Fact]
    public async Task A_view_is_made_anew_from_files_while_no_service_runs_and_refused_while_one_does()
    {
        var options = new NotebookStoreOptions { Directory = _folder.At("view") };
        await using (await FilledJournalAsync())
        {
            await Assert.ThrowsAsync<JournalInUseException>(
                () => NotebookStore.RebuildAsync(options, _folder.At("journal"), KeyRing.None, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct));
        }

        var position = await NotebookStore.RebuildAsync(options, _folder.At("journal"), KeyRing.None, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct);
        await using var journal = await JournalFixture.OpenAsync(_folder.At("journal"), seed: 2);
        await using var store = await OpenAsync(journal);
        Assert.Equal((journal.DurablePosition, 0), (position, store.Rebuilds));
        Assert.Equal(position, store.AppliedPosition);
        await AssertFoldAsync(journal, store);
    }

    private Task<NotebookStore> OpenAsync(Journal journal, TempFolder? folder = null, int batch = 16) => NotebookStore.OpenAsync(
        new NotebookStoreOptions { Directory = (folder ?? _folder).At("view"), BatchFacts = batch },
        journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, CancellationToken.None);

    private async Task<Journal> FilledJournalAsync()
    {
        var journal = await JournalFixture.OpenAsync(_folder.At("journal"));
        var random = new Random(3);
        for (var n = 0; n < 3; n++)
        {
            var note = await journal.AppendAsync(Sample.Note(n), Ct);
            var page = await journal.AppendAsync(new PageAdded(note.Id, PageTemplate.Grid, 210, 297, 8), Ct);
            var strokes = await journal.AppendAsync([.. Enumerable.Range(0, 20).Select(i => Sample.Stroke(page.Id, random.Next(200), i * 10))], Ct);
            await journal.AppendAsync(
                [
                    .. strokes.Select((s, i) => new LineRead(page.Id, [s.Id], $"line {i}", 1, "m")),
                    new StrokesErased(page.Id, [strokes[3].Id, strokes[4].Id]),
                    new QuestionAsked(page.Id, "why?", ""),
                ],
                Ct);
        }

        return journal;
    }

    private static async Task AssertFoldAsync(Journal journal, NotebookStore store)
    {
        var notebook = new Notebook();
        var facts = await JournalFixture.FactsAsync(journal);
        facts.ForEach(f => notebook.Apply(f));
        var notes = await store.NotesAsync(default);
        Assert.Equal(notebook.Notes.Select(n => (n.Id, n.Note.Title)), notes.Select(n => (n.Id, n.Title)));
        foreach (var note in notes)
        {
            var pages = await store.PagesAsync(note.Id, default);
            Assert.Equal(notebook.Pages(note.Id).Select(p => (p.Id, p.Time, p.Added)), pages.Select(p => (p.Id, p.Time, p.Added)));
            Assert.Equal(pages.Count, note.Pages);
        }

        var named = facts.Select(f => f.Id).Concat(facts.SelectMany(f => f.Body switch
        {
            StrokeAdded s => [s.Page],
            StrokesErased s => [s.Page],
            LineRead l => [l.Page],
            AnswerReceived a => [a.Question],
            StrokesMoved m => [m.Page, m.Target],
            PageDeleted p => [p.Page],
            _ => Enumerable.Empty<FactId>(),
        }));
        Assert.Equal(notebook.Recovered.Select(p => (p.Id, p.Time, p.Added)), (await store.RecoveredAsync(default)).Select(p => (p.Id, p.Time, p.Added)));
        foreach (var id in named.Distinct())
        {
            var (expected, page) = (notebook.Find(id), await store.FindPageAsync(id, default));
            Assert.Equal(expected is null, page is null);
            Assert.Equal((expected?.Added, expected?.Time), (page?.Added, page?.Time));
            Assert.Equal(expected?.Strokes() ?? [], page?.Strokes() ?? []);
            Assert.Equal(expected?.Lines() ?? [], page?.Lines() ?? []);
            Assert.Equal((expected?.Title, expected?.IsDeleted, expected?.Order), (page?.Title, page?.IsDeleted, page?.Order));
            Assert.Equal(expected?.Blocks() ?? [], page?.Blocks() ?? []);
            Assert.Equal(expected?.Text() ?? "", await store.PageTextAsync(id, default));
            Assert.Equal(notebook.FindConversation(id), await store.FindConversationAsync(id, default));
        }

        Assert.Equal(notebook.Conversations, await store.ConversationsAsync(default));
    }
}
