using System.Text.RegularExpressions;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

/// <summary>Encrypted and compacted segments, and blobs, byte for byte. The keys of these files are 32 times 01 and 32 times 02.</summary>
public sealed class SecondFormatTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Encrypted_and_compacted_segments_are_still_written_byte_for_byte()
    {
        var (folder, _) = await WriteAsync();
        Same("journal-v2", folder.Names().Where(SegmentExtent.IsSegment).ToDictionary(n => n, n => Bytes(folder, n)));
    }

    [Fact]
    public async Task A_journal_of_version_2_opens_and_holds_what_was_written()
    {
        using var copy = new TempFolder();
        foreach (var file in Directory.GetFiles(Golden("journal-v2")))
        {
            File.Copy(file, copy.At(Path.GetFileName(file)));
        }

        var (_, written) = await WriteAsync();
        await using var journal = await Journal.OpenAsync(
            LinuxFolder.Existing(copy.Path), JournalFixture.Options(), Sample.Device, JournalFixture.Time(), new Random(1), NullLogger.Instance, Ct, keys: JournalFixture.Keys(1, 2));
        Assert.Equal(written, await JournalFixture.FactsAsync(journal));
        Assert.Empty(journal.Report.Holes);
        Assert.True(journal.Report.Clean);
    }

    [Fact]
    public async Task Blobs_are_still_written_byte_for_byte_and_read()
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var (name, keys) in new[] { ("plain", KeyRing.None), ("encrypted", JournalFixture.Keys(1)) })
        {
            var (folder, time) = (new MemoryFolder(), JournalFixture.Time());
            using var store = BlobStore.Open(folder, new BlobOptions { Directory = "memory" }, keys, null, time, new Random(3), NullLogger.Instance, Ct);
            await using var writer = store.Begin("page 7");
            await writer.WriteAsync("The first half of a second, "u8.ToArray(), Ct);
            time.Advance(TimeSpan.FromSeconds(1));
            await writer.WriteAsync("and the second."u8.ToArray(), Ct);
            var id = await writer.FinishAsync(Ct);
            Assert.Equal("da0b351f", id.ToString()[..8]);
            files.Add(name, Bytes((MemoryFolder)folder.Subfolder(id.ToString()[..2]), id.ToString()[2..]));
            using var read = new StreamReader(store.OpenRead(id)!);
            Assert.Equal("The first half of a second, and the second.", await read.ReadToEndAsync(Ct));
        }

        Same("blobs-v1", files);
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "blobs.md"), Ct);
        var block = Regex.Match(page, "```hex\n(?<hex>.*?)```", RegexOptions.Singleline).Groups["hex"].Value;
        Assert.Equal(
            Convert.ToHexStringLower(files["plain"]),
            string.Concat(block.Split('\n').Select(line => Regex.Replace(line.Split('|')[0], "^[0-9a-f]{4}:", ""))).Replace(" ", "", StringComparison.Ordinal));
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);

    private static void Same(string name, Dictionary<string, byte[]> files)
    {
        if (Environment.GetEnvironmentVariable("DEVICE_WRITE_GOLDEN") is { } target)
        {
            var folder = Directory.CreateDirectory(Path.Combine(target, name)).FullName;
            foreach (var (file, bytes) in files)
            {
                File.WriteAllBytes(Path.Combine(folder, file), bytes);
            }
        }

        Assert.Equal(Directory.GetFiles(Golden(name)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(Golden(name), f.Key)), f.Value));
    }

    /// <summary>Two segments under the first key become a compacted one under the second, without every third fact; a third one follows.</summary>
    private static async Task<(MemoryFolder Folder, List<Fact> Facts)> WriteAsync()
    {
        var folder = new MemoryFolder();
        await using (var first = await JournalFixture.OpenAsync(folder, seed: 21, segment: 4096, keys: JournalFixture.Keys(1)))
        {
            for (var i = 0; i < 30; i++)
            {
                await first.AppendAsync(new NoteCreated($"格式 {i} {new string('n', 100)}"), Ct);
            }

            await first.ImportAsync([Sample.PeerNote(3)], Ct);
        }

        await using var second = await JournalFixture.OpenAsync(folder, seed: 22, segment: 4096, keys: JournalFixture.Keys(1, 2));
        await second.AppendAsync(Sample.Note(1), Ct);
        await second.CompactAsync(new CompactionOptions { BytesPerSecond = 0 }, f => f.Id.Sequence % 3 == 0, null, Ct);
        return (folder, await JournalFixture.FactsAsync(second));
    }

    private static byte[] Bytes(MemoryFolder folder, string name)
    {
        using var file = folder.Open(name, writable: false);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        return bytes;
    }
}
