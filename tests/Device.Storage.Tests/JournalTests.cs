using System.ComponentModel.DataAnnotations;
using Device.Core.Notebook;

namespace Device.Storage.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_appended_is_there_after_closing_and_opening_with_the_same_names_and_times()
    {
        var written = new List<Fact>();
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path))
        {
            for (var i = 0; i < 10; i++)
            {
                written.Add(await journal.AppendAsync(Sample.Note(i), Ct));
            }
        }

        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 2);
        var entries = await JournalFixture.EntriesAsync(again);
        Assert.Equal(written, entries.Select(e => e.Fact));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), entries.Select(e => e.Position));
        Assert.True(again.Report.Clean);
        Assert.Equal(10, again.Report.Records);
        Assert.Equal(10, again.DurablePosition);
    }

    [Fact]
    public async Task Sequence_epoch_and_clock_go_on_after_opening_again()
    {
        Fact before;
        ulong epoch;
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path))
        {
            before = await journal.AppendAsync(Sample.Note(1), Ct);
            epoch = journal.Epoch;
            Assert.True(journal.Report.NewEpoch);
        }

        var earlier = JournalFixture.Time();
        earlier.AdjustTime(earlier.GetUtcNow().AddYears(-20));
        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 2, time: earlier);
        var after = await again.AppendAsync(Sample.Note(2), Ct);
        Assert.Equal(epoch, again.Epoch);
        Assert.False(again.Report.NewEpoch);
        Assert.Equal(new FactId(Sample.Device, epoch, 2), after.Id);
        Assert.True(after.Time > before.Time);
    }

    [Fact]
    public async Task A_new_folder_begins_a_new_epoch_and_so_does_another_machines_journal()
    {
        using var other = new TempFolder();
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path, seed: 1))
        {
            await using var second = await JournalFixture.OpenAsync(other.Path, seed: 2);
            Assert.NotEqual(journal.Epoch, second.Epoch);
            await journal.AppendAsync(Sample.Note(1), Ct);
        }

        await using var taken = await JournalFixture.OpenAsync(_folder.Path, seed: 3, device: Sample.Peer);
        var fact = await taken.AppendAsync(Sample.Note(2), Ct);
        Assert.True(taken.Report.NewEpoch);
        Assert.Equal((Sample.Peer, 1UL), (fact.Id.Device, fact.Id.Sequence));
        Assert.Equal(2, (await JournalFixture.EntriesAsync(taken)).Count);
    }

    [Fact]
    public async Task Facts_of_one_append_lie_side_by_side_in_their_order()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        var first = journal.AppendAsync([Sample.Note(1), Sample.Note(2), Sample.Note(3)], Ct).AsTask();
        var second = journal.AppendAsync([Sample.Note(4), Sample.Note(5)], Ct).AsTask();
        var written = (await first).Concat(await second).ToList();
        Assert.Equal(written, await JournalFixture.FactsAsync(journal));
        Assert.Equal([1UL, 2, 3, 4, 5], written.Select(f => f.Id.Sequence));
        Assert.Empty(await journal.AppendAsync([], Ct));
    }

    [Fact]
    public async Task Imported_facts_keep_their_names_and_come_in_once()
    {
        var facts = Enumerable.Range(1, 5).Select(i => Sample.PeerNote((ulong)i)).ToList();
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path))
        {
            Assert.Equal(3, await journal.ImportAsync(facts[..3], Ct));
            Assert.Equal(2, await journal.ImportAsync(facts, Ct));
            Assert.Equal(1, await journal.ImportAsync([facts[0], Sample.PeerNote(9), Sample.PeerNote(9)], Ct));
        }

        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 2);
        Assert.Equal(0, await again.ImportAsync(facts, Ct));
        Assert.Equal([.. facts, Sample.PeerNote(9)], await JournalFixture.FactsAsync(again));
    }

    [Fact]
    public async Task An_import_larger_than_one_commit_comes_in_whole()
    {
        var facts = Enumerable.Range(1, Journal.MaxBatch + 100).Select(i => Sample.PeerNote((ulong)i)).ToList();
        var large = Enumerable.Range(1, 6).Select(i => new Fact(Sample.Id((ulong)i, epoch: 8), new Hlc(5), new UnknownBody((FactKind)200, [.. new byte[200_000]])));
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        Assert.Equal(facts.Count + 6, await journal.ImportAsync([.. facts, .. large], Ct));
        Assert.Equal(facts.Count + 6, journal.DurablePosition);
    }

    [Fact]
    public async Task What_is_written_after_an_import_is_later_than_what_was_imported()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        var ahead = Sample.PeerNote(1, milliseconds: (ulong)JournalFixture.Time().GetUtcNow().AddHours(3).ToUnixTimeMilliseconds());
        await journal.ImportAsync([ahead], Ct);
        Assert.True((await journal.AppendAsync(Sample.Note(1), Ct)).Time > ahead.Time);
    }

    [Fact]
    public async Task A_peer_whose_clock_is_broken_is_kept_but_its_time_is_not_taken_over()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        var broken = Sample.PeerNote(1) with { Time = new Hlc(ulong.MaxValue) };
        Assert.Equal(1, await journal.ImportAsync([broken], Ct));
        var own = await journal.AppendAsync(Sample.Note(1), Ct);
        Assert.Equal(JournalFixture.Time().GetUtcNow().ToUnixTimeMilliseconds(), own.Time.UnixMilliseconds);
    }

    [Fact]
    public async Task A_fact_that_bears_a_name_not_given_yet_shows_a_clone_and_begins_a_new_epoch()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        var first = await journal.AppendAsync(Sample.Note(1), Ct);
        var cloned = new Fact(first.Id with { Sequence = 2 }, first.Time, Sample.Note(99));
        Assert.Equal(1, await journal.ImportAsync([cloned], Ct));
        var next = await journal.AppendAsync(Sample.Note(2), Ct);
        Assert.NotEqual(first.Id.Epoch, next.Id.Epoch);
        Assert.Equal(journal.Epoch, next.Id.Epoch);
        Assert.Equal(1UL, next.Id.Sequence);
        await journal.DisposeAsync();

        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 5);
        Assert.Equal(next.Id.Epoch, again.Epoch);
        Assert.Equal(2UL, (await again.AppendAsync(Sample.Note(3), Ct)).Id.Sequence);
    }

    [Fact]
    public async Task A_follower_gets_what_is_there_and_then_what_comes_and_ends_with_the_journal()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        for (var i = 0; i < 3; i++)
        {
            await journal.AppendAsync(Sample.Note(i), Ct);
        }

        var seen = new List<long>();
        var third = new TaskCompletionSource();
        var following = Task.Run(
            async () =>
            {
                await foreach (var entry in journal.ReadAsync(2, follow: true, Ct))
                {
                    seen.Add(entry.Position);
                    if (entry.Position == 3)
                    {
                        third.SetResult();
                    }
                }
            },
            Ct);
        await third.Task.WaitAsync(Ct);
        await journal.AppendAsync([Sample.Note(4), Sample.Note(5)], Ct);
        await journal.DisposeAsync();
        await following;
        Assert.Equal([2, 3, 4, 5], seen);
    }

    [Fact]
    public async Task Segments_are_begun_as_they_fill_and_reading_passes_through_all_of_them()
    {
        var body = new UnknownBody((FactKind)200, [.. new byte[100_000]]);
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path))
        {
            for (var i = 0; i < 45; i++)
            {
                await journal.AppendAsync(body, Ct);
            }

            Assert.Equal(45, (await JournalFixture.EntriesAsync(journal)).Count);
        }

        var segments = Directory.GetFiles(_folder.Path, "*.journal");
        Assert.Equal(5, segments.Length);
        Assert.All(segments, s => Assert.True(new FileInfo(s).Length <= 1 << 20));
        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 2);
        Assert.Equal(Enumerable.Range(30, 16).Select(i => (long)i), (await JournalFixture.EntriesAsync(again, 30)).Select(e => e.Position));
    }

    [Fact]
    public async Task A_body_over_its_limit_is_refused_alone()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        var good = journal.AppendAsync(Sample.Note(1), Ct).AsTask();
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(new NoteCreated(new string('x', 300)), Ct));
        var tooMany = Enumerable.Repeat<FactBody>(Sample.Note(1), Journal.MaxBatch + 1).ToList();
        Assert.Contains("4096", (await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(tooMany, Ct))).Message, StringComparison.Ordinal);
        await good;
        Assert.Equal(1, journal.DurablePosition);
    }

    [Fact]
    public async Task An_option_out_of_range_is_named()
    {
        var options = JournalFixture.Options(_folder.Path);
        options.SegmentBytes = 1000;
        var error = await Assert.ThrowsAsync<ValidationException>(() => Journal.OpenAsync(
            options, Sample.Device, TimeProvider.System, new Random(1), Microsoft.Extensions.Logging.Abstractions.NullLogger<Journal>.Instance, Ct));
        Assert.Contains("SegmentBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_closing_an_append_says_that_the_journal_is_closed()
    {
        var journal = await JournalFixture.OpenAsync(_folder.Path);
        await journal.DisposeAsync();
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await journal.AppendAsync(Sample.Note(1), Ct));
    }

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task Files_are_readable_by_their_owner_alone()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.At("deep/journal"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("deep/journal/0000000001.journal")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.At("deep/journal")));
    }

    [Fact]
    public async Task The_reserve_is_held_on_the_medium()
    {
        var options = JournalFixture.Options(_folder.Path, reserve: 1 << 20);
        await using var journal = await Journal.OpenAsync(
            options, Sample.Device, TimeProvider.System, new Random(1), Microsoft.Extensions.Logging.Abstractions.NullLogger<Journal>.Instance, Ct);
        Assert.Equal(1 << 20, new FileInfo(_folder.At("reserve")).Length);
    }
}
