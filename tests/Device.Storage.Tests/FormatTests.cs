using System.Text;
using System.Text.RegularExpressions;
using Device.Core.Notebook;

namespace Device.Storage.Tests;

public sealed class FormatTests
{
    private static string Golden => Path.Combine(AppContext.BaseDirectory, "golden", "journal-v1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_checksum_is_crc_32c() => Assert.Equal(0xE3069283, Crc32C.Of("123456789"u8));

    [Fact]
    public async Task The_example_in_the_documentation_is_what_the_journal_writes()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "journal.md"), Ct);
        var block = Regex.Match(page, "```hex\n(?<hex>.*?)```", RegexOptions.Singleline).Groups["hex"].Value;
        var documented = string.Concat(block.Split('\n').Select(line => Regex.Replace(line.Split('|')[0], "^[0-9a-f]{4}:", ""))).Replace(" ", "", StringComparison.Ordinal);

        var folder = new MemoryFolder();
        var journal = await Journal.OpenAsync(
            folder, JournalFixture.Options(), Sample.Device, JournalFixture.Time(), new ExampleRandom(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Ct);
        await journal.AppendAsync(new NoteCreated("Hi"), Ct);
        await journal.DisposeAsync();
        Assert.True(documented == Convert.ToHexStringLower(Bytes(folder, "0000000001.journal")), Describe(Bytes(folder, "0000000001.journal")));
    }

    [Fact]
    public async Task A_journal_of_version_1_opens_and_holds_what_was_written()
    {
        using var copy = new TempFolder();
        foreach (var file in Directory.GetFiles(Golden))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        var (_, written) = await WriteGoldenAsync();
        await using var journal = await JournalFixture.OpenAsync(copy.Path, seed: 3);
        Assert.Equal(written, await JournalFixture.FactsAsync(journal));
        Assert.True(journal.Report.Clean);
        Assert.Equal(12UL, (await journal.AppendAsync(Sample.Note(1), Ct)).Id.Sequence);
    }

    [Fact]
    public async Task Version_1_is_still_written_byte_for_byte()
    {
        var (folder, _) = await WriteGoldenAsync();
        var names = folder.Names().Where(SegmentExtent.IsSegment).ToList();
        if (Environment.GetEnvironmentVariable("DEVICE_WRITE_GOLDEN") is { } target)
        {
            names.ForEach(n => File.WriteAllBytes(Path.Combine(target, n), Bytes(folder, n)));
        }

        Assert.Equal(Directory.GetFiles(Golden).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal), names);
        Assert.All(names, n => Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, n)), Bytes(folder, n)));
    }

    /// <summary>Own facts of every kind, imports, a close, and an end of segment.</summary>
    private static async Task<(MemoryFolder Folder, List<Fact> Facts)> WriteGoldenAsync()
    {
        var folder = new MemoryFolder();
        var facts = new List<Fact>();
        var first = await JournalFixture.OpenAsync(folder, seed: 11, segment: 4096);
        var note = await first.AppendAsync(new NoteCreated("格式 one"), Ct);
        var page = await first.AppendAsync(new PageAdded(note.Id, PageTemplate.Grid, 210, 297, 8), Ct);
        var stroke = await first.AppendAsync(Sample.Stroke(page.Id, 12.5f, 20), Ct);
        facts.AddRange([note, page, stroke]);
        facts.AddRange(await first.AppendAsync(
            [
                Sample.Stroke(page.Id, 40, 20),
                new LineRead(page.Id, [stroke.Id], "永", 0.75f, "han 1"),
                new StrokesErased(page.Id, [stroke.Id]),
                new QuestionAsked(page.Id, "why?", "永"),
            ],
            Ct));
        facts.Add(await first.AppendAsync(new AnswerReceived(facts[^1].Id, "because", "hm", ""), Ct));
        await first.DisposeAsync();

        await using var second = await JournalFixture.OpenAsync(folder, seed: 12, segment: 4096);
        List<Fact> imported = [Sample.PeerNote(1), Sample.PeerNote(3)];
        Assert.Equal(2, await second.ImportAsync(imported, Ct));
        facts.AddRange(imported);
        facts.Add(await second.AppendAsync(new UnknownBody((FactKind)200, [1, 2, 3]), Ct));
        facts.Add(await second.AppendAsync(new NoteCreated(new string('n', 200)), Ct));
        facts.Add(await second.AppendAsync(new QuestionAsked(page.Id, new string('q', 1500), new string('c', 1500)), Ct));
        return (folder, facts);
    }

    private static byte[] Bytes(MemoryFolder folder, string name)
    {
        using var file = folder.Open(name, writable: false);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }

    private static string Describe(byte[] bytes)
    {
        var text = new StringBuilder("the documentation should say:\n");
        for (var at = 0; at < bytes.Length; at += 16)
        {
            var row = bytes[at..Math.Min(at + 16, bytes.Length)];
            var hex = string.Join(' ', row.Select(b => b.ToString("x2", null)));
            text.Append($"{at:x4}: {hex,-48}| {string.Concat(row.Select(b => b is > 32 and < 127 and not (byte)'|' ? (char)b : '.'))}\n");
        }

        return text.ToString();
    }

    /// <summary>Draws the example's epoch, and then salts of 16 times a5.</summary>
    private sealed class ExampleRandom : Random
    {
        public override void NextBytes(Span<byte> buffer)
        {
            if (buffer.Length == 8)
            {
                BitConverter.TryWriteBytes(buffer, 0x1122334455667788UL);
            }
            else
            {
                buffer.Fill(0xA5);
            }
        }
    }
}
