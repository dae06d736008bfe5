using System.Text;
using Device.Core.Notebook;

namespace Device.Storage.Tests;

/// <summary>What a stolen medium shows, and what happens when a key is missing.</summary>
public sealed class EncryptionTests
{
    private const string Marker = "Marker-7f3a-of-the-user's-words";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_the_user_wrote_can_be_found_in_the_files_and_all_of_it_comes_back()
    {
        var (folder, facts) = await WrittenAsync(JournalFixture.Keys(1));
        Assert.DoesNotContain(folder.Names(), n => Holds(folder, n, Marker));
        Assert.Equal(2, Bytes(folder, "0000000001.journal")[8]);
        await using var again = await JournalFixture.OpenAsync(folder, seed: 2, keys: JournalFixture.Keys(1));
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
        Assert.True(again.Report.Clean);
    }

    [Fact]
    public async Task Without_a_key_everything_stays_readable_as_before()
    {
        var (folder, _) = await WrittenAsync(KeyRing.None);
        Assert.Contains(folder.Names(), n => Holds(folder, n, Marker));
        Assert.Equal(1, Bytes(folder, "0000000001.journal")[8]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_missing_or_wrong_key_is_named_with_the_file_and_nothing_is_touched(bool wrong)
    {
        var (folder, facts) = await WrittenAsync(JournalFixture.Keys(1));

        // A torn tail too: it must not be judged, let alone set aside, by someone who cannot read the rest.
        using (var file = folder.Open("0000000001.journal", writable: true))
        {
            file.Write([80, 0, 0, 0, 0xAF, 0xFF, 0xFF, 0xFF, 1, 2, 3], file.Length);
        }

        var before = folder.Names().Where(n => n != JournalLock.Name).ToDictionary(n => n, n => Bytes(folder, n));
        var keys = wrong ? JournalFixture.Keys(2, 3) : KeyRing.None;
        var error = await Assert.ThrowsAsync<StorageKeyException>(() => JournalFixture.OpenAsync(folder, seed: 2, keys: keys));
        Assert.Contains("memory/0000000001.journal", error.Message, StringComparison.Ordinal);
        Assert.Contains(JournalFixture.Keys(1).Current!.Number.ToString("x16", null), error.Message, StringComparison.Ordinal);
        Assert.Equal(before.Keys, folder.Names().Where(n => n != JournalLock.Name));
        Assert.All(before, b => Assert.Equal(b.Value, Bytes(folder, b.Key)));
        Assert.Empty(folder.Names(SetAside.FolderName));
        Assert.Throws<StorageKeyException>(() => JournalVerifier.Verify(folder, keys, inUse: false, Ct));

        await using var again = await JournalFixture.OpenAsync(folder, seed: 3, keys: JournalFixture.Keys(2, 1));
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
    }

    [Fact]
    public async Task A_new_key_encrypts_what_is_new_and_the_old_one_still_reads_what_is_old()
    {
        var (folder, facts) = await WrittenAsync(JournalFixture.Keys(1));
        await using (var journal = await JournalFixture.OpenAsync(folder, seed: 2, keys: JournalFixture.Keys(1, 2)))
        {
            facts.Add(await journal.AppendAsync(Sample.Note(9), Ct));
        }

        var numbers = SegmentOrder.Read(folder, JournalFixture.Keys(1, 2)).Counting.Select(s => s.Header!.KeyNumber);
        Assert.Equal(JournalFixture.Keys(1, 2).Keys.Select(k => k.Number), numbers);
        await using var again = await JournalFixture.OpenAsync(folder, seed: 3, keys: JournalFixture.Keys(1, 2));
        Assert.Equal(facts, await JournalFixture.FactsAsync(again));
    }

    [Fact]
    public async Task A_machine_that_gets_a_key_encrypts_from_then_on()
    {
        var (folder, facts) = await WrittenAsync(KeyRing.None);
        await using var journal = await JournalFixture.OpenAsync(folder, seed: 2, keys: JournalFixture.Keys(1));
        facts.Add(await journal.AppendAsync(new NoteCreated("secret " + Marker), Ct));
        Assert.True(Holds(folder, "0000000001.journal", Marker));
        Assert.False(Holds(folder, "0000000002.journal", Marker));
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
    }

    [Fact]
    public async Task Equal_facts_never_look_alike_and_no_segment_is_written_twice_under_one_key()
    {
        var folder = new MemoryFolder();
        for (var open = 0; open < 4; open++)
        {
            // The same seed each time: the salts repeat, the keys made from them must not.
            await using var journal = await JournalFixture.OpenAsync(folder, seed: 1, keys: JournalFixture.Keys(1));
            await journal.AppendAsync([Sample.Note(1), Sample.Note(1)], Ct);
        }

        var order = SegmentOrder.Read(folder, JournalFixture.Keys(1)).Counting;
        Assert.Equal(4, order.Length);
        var payloads = new List<string>();
        foreach (var segment in order)
        {
            using var file = folder.Open(segment.Name, writable: false);
            using var scanner = new RecordScanner(file, segment.Id, segment.Name, segment.Start, segment.Length);
            while (scanner.Next() == ScanStep.Record)
            {
                if (scanner.Record.IsFact)
                {
                    payloads.Add(Convert.ToHexString(scanner.Record.Payload.Span));
                }
            }
        }

        Assert.Equal(8, payloads.Count);
        Assert.Equal(8, payloads.Distinct().Count());
    }

    [Fact]
    public async Task A_fact_that_was_changed_with_its_checksum_made_right_again_is_not_shown()
    {
        var (folder, facts) = await WrittenAsync(JournalFixture.Keys(1));
        var segment = Assert.Single(SegmentOrder.Read(folder, JournalFixture.Keys(1)).Counting);
        using (var file = folder.Open(segment.Name, writable: true))
        {
            long at;
            using (var scanner = new RecordScanner(file, segment.Id, segment.Name, segment.Start, segment.Length))
            {
                do
                {
                    scanner.Next();
                }
                while (!scanner.Record.IsFact);
                at = scanner.StepOffset;
            }

            // One bit of the time, which is not encrypted but bound.
            var length = new byte[8];
            file.Read(length, at);
            var record = new byte[RecordCodec.PeekLength(length)];
            file.Read(record, at);
            record[32] ^= 1;
            var crc = Crc32C.End(Crc32C.Add(Crc32C.Add(Crc32C.Add(Crc32C.Start, record.AsSpan(0, 8)), record.AsSpan(12)), segment.Id));
            BitConverter.TryWriteBytes(record.AsSpan(8), crc);
            file.Write(record, at);
        }

        await using var journal = await JournalFixture.OpenAsync(folder, seed: 2, keys: JournalFixture.Keys(1));
        Assert.Equal(facts.Skip(1), await JournalFixture.FactsAsync(journal));
        Assert.Equal(1, JournalVerifier.Verify(folder, JournalFixture.Keys(1), inUse: true, Ct).Lost.Single().From);
    }

    [Fact]
    public async Task A_rotted_header_costs_nothing_since_it_is_there_more_than_once()
    {
        var (folder, facts) = await WrittenAsync(JournalFixture.Keys(1));
        using (var file = folder.Open("0000000001.journal", writable: true))
        {
            file.Write(new byte[100], 20);
        }

        await using var journal = await JournalFixture.OpenAsync(folder, seed: 2, keys: JournalFixture.Keys(1));
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
        Assert.Empty(journal.Report.Holes);
    }

    private static async Task<(MemoryFolder Folder, List<Fact> Facts)> WrittenAsync(KeyRing keys)
    {
        var folder = new MemoryFolder();
        await using var journal = await JournalFixture.OpenAsync(folder, keys: keys);
        var facts = new List<Fact> { await journal.AppendAsync(new NoteCreated(Marker), Ct) };
        facts.Add(await journal.AppendAsync(new QuestionAsked(facts[0].Id, Marker, Marker), Ct));
        facts.AddRange(await journal.AppendAsync([.. Enumerable.Range(0, 60).Select(i => (FactBody)new NoteCreated($"{Marker} {i}"))], Ct));
        return (folder, facts);
    }

    private static bool Holds(MemoryFolder folder, string name, string text) => Bytes(folder, name).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static byte[] Bytes(MemoryFolder folder, string name)
    {
        using var file = folder.Open(name, writable: false);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }
}
