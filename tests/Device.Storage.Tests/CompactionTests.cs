using Device.Core.Notebook;

namespace Device.Storage.Tests;

public sealed class CompactionTests
{
    private static readonly CompactionOptions Eager = new() { DeadPercent = 1, SmallSegments = 2, BytesPerSecond = 0 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_may_be_dropped_goes_and_everything_else_keeps_its_position_through_any_number_of_opens()
    {
        var folder = new MemoryFolder();
        var journal = await FilledAsync(folder);
        var before = await JournalFixture.EntriesAsync(journal);
        var report = await journal.CompactAsync(Eager, Odd, null, Ct);
        Assert.InRange(report.Dropped, 20, 50);
        Assert.True(report.BytesAfter < report.BytesBefore);
        Assert.Equal(report.Segments - report.Rewritten + report.Written, folder.Names().Count(SegmentExtent.IsSegment));
        var after = await JournalFixture.EntriesAsync(journal);
        Assert.Equal(before.Count - report.Dropped, after.Count);
        Assert.Equal(before.Where(e => !Odd(e.Fact) || after.Contains(e)), after);
        await journal.DisposeAsync();
        for (var open = 0; open < 3; open++)
        {
            await using var again = await JournalFixture.OpenAsync(folder, seed: 2 + open, segment: 4096);
            Assert.Empty(again.Report.Holes);
            Assert.Equal(before.Count, again.Report.LastPosition);
            Assert.Equal(after, await JournalFixture.EntriesAsync(again));
        }
    }

    [Fact]
    public async Task A_cursor_goes_on_where_it_was_though_its_segment_was_rewritten_under_it()
    {
        var folder = new MemoryFolder();
        await using var journal = await FilledAsync(folder);
        var before = await JournalFixture.EntriesAsync(journal);
        await using var reader = journal.ReadAsync(1, follow: false, Ct).GetAsyncEnumerator(Ct);
        var seen = new List<JournalEntry>();
        for (var i = 0; i < 25; i++)
        {
            await reader.MoveNextAsync();
            seen.Add(reader.Current);
        }

        await journal.CompactAsync(Eager, Odd, null, Ct);
        var left = await JournalFixture.EntriesAsync(journal);
        while (await reader.MoveNextAsync())
        {
            seen.Add(reader.Current);
        }

        // The segment it was in is read to its end as it was; those after it as they are now.
        Assert.Equal(before.Where(e => seen.Contains(e)), seen);
        Assert.All(left, e => Assert.Contains(e, seen));
        Assert.Equal(left.Where(e => e.Position > 40), await JournalFixture.EntriesAsync(journal, 41));
    }

    [Fact]
    public async Task Files_are_read_whole_by_another_program_while_the_service_compacts()
    {
        using var folder = new TempFolder(inMemory: true);
        await using var journal = await Journal.OpenAsync(
            LinuxFolder.Ensure(folder.Path), Small(folder.Path), Sample.Device, JournalFixture.Time(), new Random(1),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Ct);
        await FillAsync(journal);
        await using var reader = JournalReader.ReadAsync(folder.Path, KeyRing.None, 1, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await reader.MoveNextAsync());
        await journal.CompactAsync(Eager, Odd, null, Ct);
        var positions = new List<long> { reader.Current.Position };
        while (await reader.MoveNextAsync())
        {
            positions.Add(reader.Current.Position);
        }

        Assert.All((await JournalFixture.EntriesAsync(journal)).Select(e => e.Position), p => Assert.Contains(p, positions));
        Assert.Equal(positions.Order().Distinct(), positions);
        Assert.True((await JournalVerifier.VerifyAsync(folder.Path, KeyRing.None, Ct)).Sound);
    }

    [Fact]
    public async Task A_fact_that_was_dropped_stays_known_and_does_not_come_back_with_an_import()
    {
        var folder = new MemoryFolder();
        var journal = await JournalFixture.OpenAsync(folder, segment: 4096);
        List<Fact> imported = [.. Enumerable.Range(1, 120).Select(i => Sample.PeerNote((ulong)i))];
        Assert.Equal(120, await journal.ImportAsync(imported, Ct));
        await journal.AppendAsync(Sample.Note(1), Ct);
        Assert.InRange((await journal.CompactAsync(Eager, Odd, null, Ct)).Dropped, 20, 60);
        Assert.Equal(0, await journal.ImportAsync(imported, Ct));
        await journal.DisposeAsync();
        for (var round = 0; round < 2; round++)
        {
            await using var again = await JournalFixture.OpenAsync(folder, seed: 2, segment: 4096);
            Assert.Equal(0, await again.ImportAsync(imported, Ct));

            // Compacting what is compacted keeps the names too.
            await again.CompactAsync(Eager, f => f.Id.Sequence % 4 != 0, null, Ct);
            Assert.Equal(0, await again.ImportAsync(imported, Ct));
        }
    }

    [Fact]
    public async Task A_new_key_reaches_every_full_segment_and_the_old_key_is_needed_no_more()
    {
        var folder = new MemoryFolder();
        var journal = await FilledAsync(folder, JournalFixture.Keys(1));
        var facts = await JournalFixture.FactsAsync(journal);
        await journal.DisposeAsync();
        journal = await JournalFixture.OpenAsync(folder, seed: 2, segment: 4096, keys: JournalFixture.Keys(1, 2));
        var report = await journal.CompactAsync(new CompactionOptions { BytesPerSecond = 0 }, null, null, Ct);
        Assert.Equal((report.Segments - 1, 0), (report.NewKey, (int)report.Dropped));
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
        await journal.DisposeAsync();
        await using var again = await JournalFixture.OpenAsync(folder, seed: 3, segment: 4096, keys: JournalFixture.Keys(2));
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
        Assert.True(again.Report.Clean);
    }

    [Fact]
    public async Task A_damaged_segment_is_left_as_it_is_and_its_neighbours_are_compacted()
    {
        var folder = new MemoryFolder();
        var journal = await FilledAsync(folder);
        await journal.DisposeAsync();
        byte[] damaged;
        using (var file = folder.Open("0000000002.journal", writable: true))
        {
            file.Write([0xFF, 0xFF], 300);
            damaged = new byte[file.Length];
            file.Read(damaged, 0);
        }

        await using var again = await JournalFixture.OpenAsync(folder, seed: 2, segment: 4096);
        var hole = Assert.Single(again.Report.Holes);
        var report = await again.CompactAsync(Eager, Odd, null, Ct);
        Assert.Equal(1, report.LeftDamaged);
        Assert.InRange(report.Rewritten, 1, 100);
        using var left = folder.Open("0000000002.journal", writable: false);
        var now = new byte[left.Length];
        left.Read(now, 0);
        Assert.Equal(damaged, now);
        Assert.Equal((hole.From, hole.To), JournalVerifier.Verify(folder, KeyRing.None, true, Ct).Lost.Select(h => (h.From, h.To)).Single());
    }

    [Fact]
    public async Task Rot_in_a_compacted_segment_is_reported_and_what_was_dropped_is_not()
    {
        var folder = new MemoryFolder();
        var journal = await FilledAsync(folder);
        await journal.CompactAsync(Eager, Odd, null, Ct);
        var kept = await JournalFixture.EntriesAsync(journal);
        await journal.DisposeAsync();
        var compacted = SegmentOrder.Read(folder, KeyRing.None).Counting.First(s => s.CoversThrough > 0);
        using (var file = folder.Open(compacted.Name, writable: true))
        {
            using var scanner = new RecordScanner(file, compacted.Id, "", compacted.Start, compacted.Length);
            while (scanner.Next() == ScanStep.Record && scanner.Record.Position != kept[3].Position)
            {
            }

            file.Write([0xAA], scanner.StepOffset + 60);
        }

        await using var again = await JournalFixture.OpenAsync(folder, seed: 2, segment: 4096);
        var hole = Assert.Single(again.Report.Holes);
        Assert.InRange(kept[3].Position, hole.From, hole.To);
        Assert.True(hole.From > kept[2].Position && hole.To < kept[4].Position);
        Assert.Equal(kept.Where((_, i) => i != 3), await JournalFixture.EntriesAsync(again));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(191)]
    public async Task A_compacted_segment_whose_header_rots_replaces_no_more_than_before(int at)
    {
        var folder = new MemoryFolder();
        var journal = await FilledAsync(folder);
        await journal.CompactAsync(Eager, Odd, null, Ct);
        var kept = await JournalFixture.EntriesAsync(journal);
        await journal.DisposeAsync();
        foreach (var segment in SegmentOrder.Read(folder, KeyRing.None).Counting.Where(s => s.CoversThrough > 0))
        {
            using var file = folder.Open(segment.Name, writable: true);
            file.Write([0x55], at);
        }

        await using var again = await JournalFixture.OpenAsync(folder, seed: 2, segment: 4096);
        Assert.Equal(kept, await JournalFixture.EntriesAsync(again));
        Assert.Empty(again.Report.Holes);
    }

    [Fact]
    public async Task Appends_go_on_while_it_runs_and_closing_stops_it()
    {
        var folder = new MemoryFolder();
        var time = JournalFixture.Time();
        var journal = await JournalFixture.OpenAsync(folder, segment: 4096, time: time);
        await FillAsync(journal);
        var compacting = journal.CompactAsync(new CompactionOptions { DeadPercent = 1, BytesPerSecond = 64 * 1024 }, Odd, null, Ct);
        Assert.False(compacting.IsCompleted);
        var fact = await journal.AppendAsync(Sample.Note(999), Ct);
        await journal.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => compacting);
        await using var again = await JournalFixture.OpenAsync(folder, seed: 2, segment: 4096);
        Assert.Contains(fact, await JournalFixture.FactsAsync(again));
        Assert.DoesNotContain(folder.Names(), n => n.EndsWith(SegmentExtent.UnfinishedExtension, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_short_runs_are_put_together_and_the_plan_says_so_beforehand()
    {
        using var folder = new TempFolder(inMemory: true);
        var options = Small(folder.Path);
        options.SegmentBytes = 1 << 20;
        var facts = new List<Fact>();
        for (var run = 0; run < 12; run++)
        {
            await using var journal = await Journal.OpenAsync(
                options, JournalFixture.Keys(1), Sample.Device, JournalFixture.Time(), new Random(run),
                Microsoft.Extensions.Logging.Abstractions.NullLogger<Journal>.Instance, Ct);
            facts.Add(await journal.AppendAsync(Sample.Note(run), Ct));
        }

        var plan = await JournalCompaction.PlanAsync(options, JournalFixture.Keys(1), new CompactionOptions(), null, Ct);
        Assert.Equal((12, 11, 1, 0), (plan.Segments, plan.Rewritten, plan.Written, (int)plan.Dropped));
        await using var again = await Journal.OpenAsync(
            options, JournalFixture.Keys(1), Sample.Device, JournalFixture.Time(), new Random(20),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Journal>.Instance, Ct);
        var steps = new List<CompactionProgress>();
        var done = await again.CompactAsync(new CompactionOptions { BytesPerSecond = 0 }, null, new Steps(steps), Ct);
        Assert.Equal((12, 1), (done.Rewritten, done.Written));
        Assert.Equal([(0, 1), (1, 1)], steps.Select(s => (s.Done, s.Groups)));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.journal").Length);
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
    }

    private static bool Odd(Fact fact) => fact.Id.Sequence % 2 == 1;

    private static JournalOptions Small(string folder) => new() { Directory = folder, SegmentBytes = 4096, ReserveBytes = 0 };

    private static async Task<Journal> FilledAsync(MemoryFolder folder, KeyRing? keys = null)
    {
        var journal = await JournalFixture.OpenAsync(folder, segment: 4096, keys: keys);
        await FillAsync(journal);
        return journal;
    }

    private static async Task FillAsync(Journal journal)
    {
        for (var i = 0; i < 100; i++)
        {
            await journal.AppendAsync(new NoteCreated($"note {i} {new string('x', i % 50)}"), Ct);
        }
    }

    private sealed class Steps(List<CompactionProgress> steps) : IProgress<CompactionProgress>
    {
        public void Report(CompactionProgress value) => steps.Add(value);
    }
}
