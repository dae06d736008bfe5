using System.Text.Json;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

/// <summary>What devicectl does with the files.</summary>
public sealed class OfflineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_journal_verifies_and_the_report_has_the_promised_names()
    {
        var facts = await WriteAsync(5);
        var report = await JournalVerifier.VerifyAsync(_folder.Path, KeyRing.None, Ct);
        Assert.True(report.Sound && report.Clean && !report.InUse);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(5, json.RootElement.GetProperty("records").GetInt64());
        Assert.Equal(1, json.RootElement.GetProperty("segments").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("setAside").GetInt32());
        Assert.True(json.RootElement.GetProperty("sound").GetBoolean());
        Assert.Equal(facts[0].Id.Epoch.ToString("x16", null), json.RootElement.GetProperty("epoch").GetString());
    }

    [Fact]
    public async Task Verifying_dumping_and_folding_work_while_the_journal_is_open_and_change_nothing()
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        var note = await journal.AppendAsync(new NoteCreated("seen from outside"), Ct);
        var before = Directory.GetFileSystemEntries(_folder.Path).Select(f => (f, File.GetLastWriteTimeUtc(f))).ToList();
        var report = await JournalVerifier.VerifyAsync(_folder.Path, KeyRing.None, Ct);
        Assert.True(report.Sound && report.InUse);
        Assert.Equal(1, report.Records);
        var notebook = await JournalReader.FoldAsync(_folder.Path, Ct);
        Assert.Equal(note.Id, Assert.Single(notebook.Notes).Id);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path).Select(f => (f, File.GetLastWriteTimeUtc(f))));
        await journal.AppendAsync(Sample.Note(2), Ct);
        await Assert.ThrowsAsync<JournalInUseException>(() => JournalVerifier.RepairAsync(_folder.Path, KeyRing.None, NullLogger.Instance, Ct));
    }

    [Fact]
    public async Task Repair_sets_a_torn_tail_aside_and_says_so()
    {
        var facts = await WriteAsync(3);
        await File.AppendAllTextAsync(_folder.At("0000000001.journal"), "torn by a power cut", Ct);
        var found = await JournalVerifier.VerifyAsync(_folder.Path, KeyRing.None, Ct);
        Assert.Equal((19, 0, 3, true), (found.TornBytes, found.SetAside, (int)found.Records, found.Sound));
        var repaired = await JournalVerifier.RepairAsync(_folder.Path, KeyRing.None, NullLogger.Instance, Ct);
        Assert.Equal((0, 1, 3, true), (repaired.TornBytes, repaired.SetAside, (int)repaired.Records, repaired.Sound));
        Assert.Equal("torn by a power cut", await File.ReadAllTextAsync(Directory.GetFiles(_folder.At("setaside"), "*.tail").Single(), Ct));
        await using var journal = await JournalFixture.OpenAsync(_folder.Path, seed: 2);
        Assert.Equal(facts, await JournalFixture.FactsAsync(journal));
    }

    [Fact]
    public async Task Verifying_names_what_is_lost()
    {
        await WriteAsync(3);
        var bytes = await File.ReadAllBytesAsync(_folder.At("0000000001.journal"), Ct);
        bytes[SegmentHeader.Length + 60] ^= 1;
        await File.WriteAllBytesAsync(_folder.At("0000000001.journal"), bytes, Ct);
        var report = await JournalVerifier.VerifyAsync(_folder.Path, KeyRing.None, Ct);
        Assert.False(report.Sound);
        Assert.Equal((1L, 1L, "0000000001.journal", (long)SegmentHeader.Length), report.Lost.Select(h => (h.From, h.To, h.Segment, h.Offset)).Single());
        Assert.Contains("\"lost\":[{\"from\":1,\"to\":1,", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dump_tells_place_name_and_content_of_every_entry()
    {
        var facts = await WriteAsync(3);
        var entries = new List<JournalDumpEntry>();
        await foreach (var entry in JournalDump.ReadAsync(_folder.Path, KeyRing.None, 2, Ct))
        {
            entries.Add(entry);
        }

        Assert.Equal(facts[1..], entries.Select(e => e.Entry.Fact));
        using var json = JsonDocument.Parse(entries[0].ToJson());
        Assert.Equal("note 1", json.RootElement.GetProperty("title").GetString());
        Assert.Equal(facts[1].Id.ToString(), json.RootElement.GetProperty("id").GetString());
        Assert.Equal(entries[1].Offset, entries[0].Offset + entries[0].Bytes);
    }

    [Fact]
    public async Task Every_kind_of_fact_dumps_as_one_line_of_json()
    {
        await using (var journal = await JournalFixture.OpenAsync(_folder.Path))
        {
            await journal.AppendAsync(
                [
                    new NoteCreated("line\nfeed"), new PageAdded(Sample.Id(1), PageTemplate.Lined, 210, 297, 8), Sample.Stroke(Sample.Id(2), 1, 2),
                    new StrokesErased(Sample.Id(2), [Sample.Id(3)]), new LineRead(Sample.Id(2), [Sample.Id(3)], "永", 1, "m"),
                    new QuestionAsked(Sample.Id(2), "q", "c"), new AnswerReceived(Sample.Id(4), "a", "r", ""), new UnknownBody((FactKind)200, [1]),
                ],
                Ct);
        }

        var kinds = new List<string?>();
        await foreach (var entry in JournalDump.ReadAsync(_folder.Path, KeyRing.None, 1, Ct))
        {
            var line = entry.ToJson();
            Assert.DoesNotContain('\n', line);
            kinds.Add(JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString());
        }

        Assert.Equal(["NoteCreated", "PageAdded", "StrokeAdded", "StrokesErased", "LineRead", "QuestionAsked", "AnswerReceived", "200"], kinds);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => JournalVerifier.VerifyAsync(_folder.At("nowhere"), KeyRing.None, Ct));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    private async Task<List<Fact>> WriteAsync(int count)
    {
        await using var journal = await JournalFixture.OpenAsync(_folder.Path);
        return [.. await journal.AppendAsync([.. Enumerable.Range(0, count).Select(Sample.Note)], Ct)];
    }
}
