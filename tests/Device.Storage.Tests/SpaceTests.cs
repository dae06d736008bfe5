using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

/// <summary>The medium fills up, and has room again.</summary>
public sealed class SpaceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("write")]
    [InlineData("sync")]
    [InlineData("create")]
    [InlineData("rename")]
    [InlineData("syncNames")]
    public async Task On_a_full_disk_what_is_not_stored_is_given_back_everything_before_stays_and_it_goes_on_when_there_is_room(string at)
    {
        var folder = new MemoryFolder();
        var journal = await JournalFixture.OpenAsync(folder);
        var facts = new List<Fact> { await journal.AppendAsync(Sample.Note(1), Ct) };
        facts.AddRange(await ImportAsync(journal, 1, 2));
        folder.Before = (operation, _) =>
        {
            if (operation == at || operation == "write")
            {
                throw MemoryFolder.Error(Libc.NoSpace);
            }
        };
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<StorageFullException>(async () => await journal.AppendAsync([Sample.Note(2), Sample.Note(3)], Ct));
            Assert.Contains("errno 28", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StorageFullException>(async () => await journal.ImportAsync([Sample.PeerNote(7)], Ct));
            Assert.Equal(StorageState.Full, journal.Space.Now.State);
            Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
        }

        folder.Before = null;
        facts.Add(await journal.AppendAsync(Sample.Note(4), Ct));
        Assert.Equal(2UL, facts[^1].Id.Sequence);
        facts.AddRange(await ImportAsync(journal, 7));
        Assert.Equal([1L, 2, 3, 4, 5], (await JournalFixture.EntriesAsync(journal)).Select(e => e.Position));
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
        Assert.Equal(StorageState.Normal, journal.Space.Look().State);
        for (var seed = 0; seed < 20; seed++)
        {
            await using var after = await JournalFixture.OpenAsync(folder.Cut(new Random(seed)), seed: 9);
            Assert.Equal(facts, await JournalFixture.FactsAsync(after));
            Assert.Empty(after.Report.Holes);
        }

        await journal.DisposeAsync();
    }

    [Fact]
    public async Task A_medium_that_fills_up_byte_by_byte_loses_nothing_wherever_it_is_full()
    {
        for (var capacity = 1_000; capacity < 9_000; capacity += 97)
        {
            var folder = new MemoryFolder { Capacity = capacity };
            var journal = await JournalFixture.OpenAsync(folder, reserve: 512, segment: 4096, keys: capacity % 2 == 0 ? JournalFixture.Keys(1) : null);
            var facts = new List<Fact>();
            try
            {
                for (var i = 0; i < 200; i++)
                {
                    facts.Add(await journal.AppendAsync(Sample.Note(i), Ct));
                }

                Assert.Fail("it never got full");
            }
            catch (StorageFullException)
            {
                Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
            }

            // Killed on a full disk it opens on a full disk, and shows everything.
            folder = folder.Cut(new Random(capacity));
            var again = await JournalFixture.OpenAsync(folder, seed: 2, reserve: 512, segment: 4096, keys: JournalFixture.Keys(1));
            var shown = await JournalFixture.FactsAsync(again);
            Assert.Equal(facts, shown.Take(facts.Count));
            folder.Capacity = long.MaxValue;
            var more = await again.AppendAsync(Sample.Note(500), Ct);
            Assert.Equal([.. shown, more], await JournalFixture.FactsAsync(again));
            await again.DisposeAsync();
            await using var third = await JournalFixture.OpenAsync(folder, seed: 3, segment: 4096, keys: JournalFixture.Keys(1));
            Assert.Empty(third.Report.Holes);
            Assert.Contains(more, await JournalFixture.FactsAsync(third));
            await journal.DisposeAsync();
        }
    }

    [Fact]
    public async Task Facts_that_a_full_open_could_not_write_again_are_there_once_there_is_room()
    {
        var folder = new MemoryFolder();
        var journal = await JournalFixture.OpenAsync(folder);
        var facts = new List<Fact> { await journal.AppendAsync(Sample.Note(1), Ct), await journal.AppendAsync(Sample.Note(2), Ct) };
        folder = folder.Killed();
        folder.Before = (operation, _) =>
        {
            if (operation is "create" or "write")
            {
                throw MemoryFolder.Error(Libc.NoSpace);
            }
        };
        await using var again = await JournalFixture.OpenAsync(folder, seed: 2);
        Assert.Equal(StorageState.Full, again.Space.Now.State);
        Assert.Equal(facts.Take(1), await JournalFixture.FactsAsync(again));
        await Assert.ThrowsAsync<StorageFullException>(async () => await again.AppendAsync(Sample.Note(3), Ct));
        folder.Before = null;
        facts.Add(await again.AppendAsync(Sample.Note(4), Ct));
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
        Assert.Equal([1UL, 2, 3], facts.Select(f => f.Id.Sequence));
    }

    [Fact]
    public async Task The_quota_warns_then_stops_capture_and_compaction_makes_room()
    {
        var options = JournalFixture.Options();
        options.SegmentBytes = 1 << 20;
        options.Space = new StorageSpaceOptions { QuotaBytes = 16 << 20, LowPercent = 50 };
        var folder = new MemoryFolder();
        await using var journal = await Journal.OpenAsync(folder, options, Sample.Device, JournalFixture.Time(), new Random(1), NullLogger.Instance, Ct);
        var states = new List<StorageState>();
        var watching = WatchAsync();
        var big = new QuestionAsked(Sample.Id(1), new string('q', 16_000), new string('c', 16_000));
        var written = 0;
        await Assert.ThrowsAsync<StorageFullException>(async () =>
        {
            for (; written < 1_000; written++)
            {
                await journal.AppendAsync(big, Ct);
            }
        });
        Assert.InRange(journal.Space.Now.JournalBytes, 17 << 20, (17 << 20) + (1 << 16));
        Assert.Equal(StorageState.Full, journal.Space.Now.State);
        Assert.Equal(written, (await JournalFixture.FactsAsync(journal)).Count);
        var waiting = journal.AppendWhenRoomAsync([Sample.Note(1)], Ct).AsTask();
        await journal.CompactAsync(new CompactionOptions { DeadPercent = 1, BytesPerSecond = 0 }, f => f.Body is QuestionAsked, null, Ct);
        await waiting;
        Assert.Equal(StorageState.Normal, journal.Space.Now.State);
        await watching;
        Assert.Equal([StorageState.Normal, StorageState.Full, StorageState.Normal], states.Where((s, i) => i == 0 || s != StorageState.Low));

        async Task WatchAsync()
        {
            await foreach (var use in journal.Space.WatchAsync(Ct))
            {
                states.Add(use.State);
                if (states.Contains(StorageState.Full) && use.State == StorageState.Normal)
                {
                    return;
                }
            }
        }
    }

    [Fact]
    public async Task Little_free_space_is_noticed_at_a_look_and_so_is_room()
    {
        var time = JournalFixture.Time();
        var folder = new MemoryFolder { Capacity = 200 << 20 };
        await using var journal = await JournalFixture.OpenAsync(folder, time: time);
        using var stop = new CancellationTokenSource();
        var looking = journal.Space.RunAsync(stop.Token);
        foreach (var (capacity, expected) in new[] { (100, StorageState.Low), (10, StorageState.Full), (18, StorageState.Full), (30, StorageState.Low), (300, StorageState.Normal) })
        {
            folder.Capacity = (long)capacity << 20;
            time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(expected, journal.Space.Now.State);
            Assert.Equal(expected == StorageState.Normal, journal.Space.Now.Reason.Length == 0);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
    }

    [Fact]
    public async Task A_real_file_system_that_is_full_gives_back_what_does_not_fit_and_goes_on_when_there_is_room()
    {
        using var mount = SmallMount.Try(2 << 20, out var why);
        if (mount is null)
        {
            Assert.Skip(why);
        }

        var options = new JournalOptions { Directory = Path.Combine(mount.Path, "journal"), SegmentBytes = 1 << 20, ReserveBytes = 256 << 10 };
        options.Space = new StorageSpaceOptions { FullFreeBytes = 128 << 10, LowFreeBytes = 512 << 10 };
        await File.WriteAllBytesAsync(Path.Combine(mount.Path, "ballast"), new byte[512 << 10], Ct);
        var journal = await Journal.OpenAsync(options, Sample.Device, TimeProvider.System, new Random(1), NullLogger<Journal>.Instance, Ct);
        var facts = new List<Fact>();
        await Assert.ThrowsAsync<StorageFullException>(async () =>
        {
            while (true)
            {
                facts.Add(await journal.AppendAsync(new QuestionAsked(Sample.Id(1), new string('q', 4_000), ""), Ct));
            }
        });
        Assert.Equal(StorageState.Full, journal.Space.Now.State);
        Assert.Equal(facts.Select(f => f.Id), (await JournalFixture.FactsAsync(journal)).Select(f => f.Id));
        await journal.DisposeAsync();

        await using var again = await Journal.OpenAsync(options, Sample.Device, TimeProvider.System, new Random(2), NullLogger<Journal>.Instance, Ct);
        Assert.Equal(facts.Select(f => f.Id), (await JournalFixture.FactsAsync(again)).Take(facts.Count).Select(f => f.Id));
        File.Delete(Path.Combine(mount.Path, "ballast"));
        var more = await again.AppendAsync(Sample.Note(1), Ct);
        Assert.Contains(more, await JournalFixture.FactsAsync(again));
        Assert.NotEqual(StorageState.Full, again.Space.Look().State);
        Assert.Empty(again.Report.Holes);
    }

    private static async Task<List<Fact>> ImportAsync(Journal journal, params ulong[] sequences)
    {
        List<Fact> facts = [.. sequences.Select(s => Sample.PeerNote(s))];
        Assert.Equal(facts.Count, await journal.ImportAsync(facts, Ct));
        return facts;
    }
}
