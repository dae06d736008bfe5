using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

public sealed class GroupCommitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appends_that_come_during_a_sync_share_the_next_one_and_keep_their_order()
    {
        var folder = new MemoryFolder();
        await using var journal = await JournalFixture.OpenAsync(folder);
        using var syncing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        folder.Before = (operation, _) =>
        {
            if (operation == "sync")
            {
                syncing.Set();
                goOn.Wait(Ct);
            }
        };
        var before = folder.Syncs;
        var first = journal.AppendAsync(Sample.Note(0), Ct).AsTask();
        syncing.Wait(Ct);
        var rest = Enumerable.Range(1, 200).Select(i => journal.AppendAsync(Sample.Note(i), Ct).AsTask()).ToList();
        Assert.All(rest, r => Assert.False(r.IsCompleted));
        Assert.Equal(0, journal.DurablePosition);
        goOn.Set();

        var facts = await Task.WhenAll([first, .. rest]);
        Assert.Equal(2, folder.Syncs - before);
        Assert.Equal(Enumerable.Range(0, 201).Select(i => Sample.Note(i)), facts.Select(f => f.Body));
        Assert.Equal(Enumerable.Range(1, 201).Select(i => (ulong)i), facts.Select(f => f.Id.Sequence));
        Assert.True(facts.Zip(facts.Skip(1)).All(p => p.First.Time < p.Second.Time));
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
    }

    [Fact]
    public async Task Many_writers_on_a_real_medium_need_fewer_syncs_than_they_write_facts()
    {
        using var folder = new TempFolder();
        using var measured = new Measured();
        await using var journal = await Journal.OpenAsync(
            LinuxFolder.Ensure(folder.Path), JournalFixture.Options(), Sample.Device, TimeProvider.System, new Random(1), NullLogger.Instance, Ct, measured.Metrics);
        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(
            async () =>
            {
                var facts = new List<Fact>();
                for (var i = 0; i < 25; i++)
                {
                    facts.Add(await journal.AppendAsync(new NoteCreated($"{writer}/{i}"), Ct));
                }

                return facts;
            },
            Ct)));
        Assert.All(written, facts => Assert.True(facts.Zip(facts.Skip(1)).All(p => p.First.Id.Sequence < p.Second.Id.Sequence)));
        Assert.Equal(400, (await JournalFixture.EntriesAsync(journal)).Count);
        Assert.InRange(measured.Count("device.storage.journal.sync.duration"), 2, 300);
        Assert.Equal(400, measured.Sum("device.storage.journal.batch.size"));
        Assert.Equal(400, measured.Sum("device.storage.journal.records"));
    }

    [Fact]
    public async Task A_full_queue_makes_appenders_wait_is_counted_and_can_be_left()
    {
        using var measured = new Measured();
        var folder = new MemoryFolder();
        var options = JournalFixture.Options();
        options.QueuedAppends = 2;
        await using var journal = await Journal.OpenAsync(
            folder, options, Sample.Device, JournalFixture.Time(), new Random(1), NullLogger.Instance, Ct, measured.Metrics);
        using var syncing = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        folder.Before = (operation, _) =>
        {
            if (operation == "sync")
            {
                syncing.Set();
                goOn.Wait(Ct);
            }
        };
        var first = journal.AppendAsync(Sample.Note(0), Ct).AsTask();
        syncing.Wait(Ct);
        var queued = Enumerable.Range(1, 2).Select(i => journal.AppendAsync(Sample.Note(i), Ct).AsTask()).ToList();
        using var patience = new CancellationTokenSource();
        var left = journal.AppendAsync(Sample.Note(3), patience.Token).AsTask();
        Assert.Equal(1, measured.Sum("device.storage.journal.queue.full"));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        goOn.Set();
        await Task.WhenAll([first, .. queued]);
        Assert.Equal(3, journal.DurablePosition);
    }
}
