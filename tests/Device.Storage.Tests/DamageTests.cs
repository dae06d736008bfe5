using Device.Core.Notebook;

namespace Device.Storage.Tests;

/// <summary>Files cut, zeroed and rotted at every place that matters.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Segment => _folder.At("0000000001.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_record_torn_at_any_byte_is_set_aside_and_everything_before_it_is_kept()
    {
        var (facts, offsets) = await WriteKilledAsync(4);
        for (var length = offsets[3] + 1; length < offsets[4]; length++)
        {
            using var copy = _folder.Copy();
            Cut(copy, length);
            await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: 9);
            Assert.Equal(facts[..3], await JournalFixture.FactsAsync(journal));
            var tear = Assert.Single(journal.Report.Tears);
            Assert.Equal((offsets[3], length - offsets[3], false), (tear.Offset, tear.Bytes, tear.Doubtful));
            Assert.Equal(length - offsets[3], new FileInfo(copy.At("setaside/" + tear.KeptAs)).Length);
            Assert.Contains("never acknowledged", File.ReadAllText(copy.At($"setaside/{tear.KeptAs}.note.txt")), StringComparison.Ordinal);
            Assert.Empty(journal.Report.Holes);

            // The name of the torn record was never given to anyone, so it may be given again.
            Assert.Equal(facts[3].Id, (await journal.AppendAsync(Sample.Note(9), Ct)).Id);
        }
    }

    [Fact]
    public async Task A_tail_of_zeros_is_cut_off_and_leaves_nothing_to_set_aside()
    {
        var (facts, offsets) = await WriteKilledAsync(3);
        foreach (var zeros in (int[])[1, 7, 56, 4096, 300_000])
        {
            using var copy = _folder.Copy();
            using (var file = File.OpenWrite(copy.At("0000000001.journal")))
            {
                file.SetLength(offsets[3] + zeros);
            }

            await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: 9);
            Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
            Assert.False(Directory.Exists(copy.At("setaside")));
            Assert.Equal("", Assert.Single(journal.Report.Tears).KeptAs);
            Assert.Equal(facts[2].Id.Sequence + 1, (await journal.AppendAsync(Sample.Note(9), Ct)).Id.Sequence);
        }
    }

    [Fact]
    public async Task A_record_whose_last_sectors_never_arrived_is_torn()
    {
        var (facts, offsets) = await WriteKilledAsync(3, characters: 250, repeat: 3);
        var cut = (offsets[2] + 512 + 511) / 512 * 512;
        Assert.True(cut + 512 < offsets[3]);
        var bytes = await File.ReadAllBytesAsync(Segment, Ct);
        bytes.AsSpan((int)cut).Clear();
        await File.WriteAllBytesAsync(Segment, bytes, Ct);
        await using var journal = await JournalFixture.OpenAsync(_folder.Path, seed: 9);
        Assert.Equal(facts[..2], await JournalFixture.FactsAsync(journal));
        Assert.False(Assert.Single(journal.Report.Tears).Doubtful);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_last_record_is_a_doubtful_tear_and_no_name_is_given_twice()
    {
        var (facts, offsets) = await WriteKilledAsync(3);
        for (var at = offsets[2]; at < offsets[3]; at++)
        {
            using var copy = _folder.Copy();
            Flip(copy, at);
            await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: (int)at);
            Assert.Equal(facts[..2], await JournalFixture.FactsAsync(journal));
            Assert.True(Assert.Single(journal.Report.Tears).Doubtful);
            Assert.True(journal.Report.NewEpoch);
            Assert.NotEqual(facts[0].Id.Epoch, journal.Epoch);
            await journal.AppendAsync(Sample.Note(9), Ct);
            Assert.True((await JournalFixture.EntriesAsync(journal))[^1].Position > 3);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_an_acknowledged_record_loses_that_fact_alone_and_is_reported_at_every_open()
    {
        var (facts, offsets) = await WriteKilledAsync(5);
        for (var at = offsets[1]; at < offsets[2]; at++)
        {
            using var copy = _folder.Copy();
            Flip(copy, at);
            for (var open = 0; open < 2; open++)
            {
                await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: 9 + open);
                var entries = await JournalFixture.EntriesAsync(journal);
                Assert.Equal([1, 3, 4, 5], entries.Select(e => e.Position));
                Assert.Equal([facts[0], .. facts[2..]], entries.Select(e => e.Fact));
                Assert.Empty(journal.Report.Tears);
                var hole = Assert.Single(journal.Report.Holes);
                Assert.Equal(new JournalHole(2, 2, "0000000001.journal", offsets[1], offsets[2] - offsets[1]), hole);
                Assert.Equal(facts[0].Id.Epoch, journal.Epoch);
            }
        }
    }

    [Fact]
    public async Task A_lost_fact_comes_back_when_a_peer_still_has_it()
    {
        var (facts, offsets) = await WriteKilledAsync(4);
        Flip(_folder, offsets[1] + 60);
        await using var journal = await JournalFixture.OpenAsync(_folder.Path, seed: 9);
        Assert.Equal(1, await journal.ImportAsync(facts, Ct));
        Assert.Equal(facts.Order(Comparer<Fact>.Create((a, b) => a.Id.CompareTo(b.Id))), (await JournalFixture.FactsAsync(journal)).OrderBy(f => f.Id));
        Assert.Equal(5UL, (await journal.AppendAsync(Sample.Note(9), Ct)).Id.Sequence);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_segment_header_loses_no_fact()
    {
        var (facts, _) = await WriteKilledAsync(3);
        for (var at = 0; at < SegmentHeader.Length; at++)
        {
            using var copy = _folder.Copy();
            Flip(copy, at);
            await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: 9);
            Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
            Assert.True(journal.Report.NewEpoch);
            Assert.Empty(journal.Report.Holes);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_the_seal_loses_no_fact()
    {
        var (facts, offsets) = await WriteKilledAsync(3);
        await using (await JournalFixture.OpenAsync(_folder.Path, seed: 2))
        {
        }

        // The second open found an unsealed segment and sealed its own, which holds the last fact again.
        var second = _folder.At("0000000002.journal");
        var length = new FileInfo(second).Length;
        for (var at = length - 60; at < length; at++)
        {
            using var copy = _folder.Copy();
            Flip(copy, at, "0000000002.journal");
            await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: 9);
            Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
            Assert.False(journal.Report.Clean);
        }

        Assert.Equal(4, offsets.Count);
    }

    [Fact]
    public async Task A_segment_that_is_gone_is_a_hole_and_the_others_are_kept()
    {
        var body = new UnknownBody((FactKind)200, [.. new byte[100_000]]);
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path))
        {
            for (var i = 0; i < 25; i++)
            {
                await journal.AppendAsync(body, Ct);
            }
        }

        File.Delete(_folder.At("0000000002.journal"));
        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 2);
        Assert.Equal([.. Enumerable.Range(1, 10), .. Enumerable.Range(21, 5)], (await JournalFixture.EntriesAsync(again)).Select(e => (int)e.Position));
        Assert.Equal((11L, 20L), Assert.Single(again.Report.Holes.Select(h => (h.From, h.To))));
        Assert.Equal(26UL, (await again.AppendAsync(Sample.Note(1), Ct)).Id.Sequence);
    }

    [Fact]
    public async Task A_last_segment_that_is_gone_begins_a_new_epoch_where_its_end_is_not_known()
    {
        var (facts, _) = await WriteKilledAsync(3);
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path, seed: 2))
        {
            await journal.AppendAsync(Sample.Note(4), Ct);
        }

        await File.WriteAllBytesAsync(_folder.At("0000000002.journal"), new byte[500], Ct);
        await using var again = await JournalFixture.OpenAsync(_folder.Path, seed: 3);
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
        Assert.NotEqual(facts[0].Id.Epoch, again.Epoch);
        Assert.True(File.Exists(_folder.At("setaside/0000000002.journal")));
        Assert.Equal(500, Assert.Single(again.Report.Tears).Bytes);
    }

    [Fact]
    public async Task A_segment_of_a_newer_version_is_refused_and_nothing_is_touched()
    {
        await WriteKilledAsync(2);
        var bytes = await File.ReadAllBytesAsync(Segment, Ct);
        bytes[8] = 3;
        BitConverter.TryWriteBytes(bytes.AsSpan(SegmentHeader.Length - 4), Crc32C.Of(bytes.AsSpan(0, SegmentHeader.Length - 4)));
        await File.WriteAllBytesAsync(Segment, bytes, Ct);
        var error = await Assert.ThrowsAsync<JournalFormatException>(() => JournalFixture.OpenAsync(_folder.Path, seed: 2));
        Assert.Contains("format 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Segment, Ct));
        Assert.Single(Directory.GetFiles(_folder.Path, "*.journal"));
    }

    [Fact]
    public async Task Opening_again_and_again_without_writing_leaves_no_heap_of_segments()
    {
        var (facts, _) = await WriteKilledAsync(2);
        for (var i = 0; i < 20; i++)
        {
            using var copy = _folder.Copy();
            await using var journal = await JournalFixture.OpenAsync(_folder.Path, seed: i);
            using var killed = _folder.Copy();
            Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
            await using var after = await JournalFixture.OpenAsync(killed.Path, seed: i);
            Assert.Equal(facts, await JournalFixture.FactsAsync(after));
            Assert.True(Directory.GetFiles(killed.Path, "*.journal").Length <= 3);
        }
    }

    /// <summary>A journal of one segment as a killed process leaves it, and where its records begin (and the last ends).</summary>
    private async Task<(List<Fact> Facts, List<long> Offsets)> WriteKilledAsync(int count, int characters = 10, int repeat = 0)
    {
        using var live = new TempFolder(inMemory: true);
        var facts = new List<Fact>();
        await using var journal = await JournalFixture.OpenAsync(live.Path);
        var path = live.At("0000000001.journal");
        var offsets = new List<long>();
        for (var i = 0; i < count; i++)
        {
            offsets.Add(new FileInfo(path).Length);
            facts.Add(await journal.AppendAsync(
                repeat == 0 ? new NoteCreated(new string('x', characters)) : new QuestionAsked(Sample.Id(1), new string('y', characters * repeat), new string('z', characters * repeat)), Ct));
        }

        offsets.Add(new FileInfo(path).Length);
        File.Copy(path, Segment);
        return (facts, offsets);
    }

    private static void Cut(TempFolder folder, long length)
    {
        using var file = File.OpenWrite(folder.At("0000000001.journal"));
        file.SetLength(length);
    }

    private static void Flip(TempFolder folder, long at, string name = "0000000001.journal")
    {
        using var file = File.Open(folder.At(name), FileMode.Open);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 0x10));
    }
}
