using System.Text;
using Device.Core.Notebook;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

public sealed class EncryptedViewTests : IDisposable
{
    private const string Marker = "Marker-51bd-of-the-user's-words";

    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private NotebookStoreOptions Options => new() { Directory = _folder.At("view") };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_journal_is_encrypted_the_view_shows_a_thief_nothing_either(bool encrypted)
    {
        await using var journal = await OpenJournalAsync(encrypted ? JournalFixture.Keys(1) : KeyRing.None);
        for (var i = 0; i < 500; i++)
        {
            await journal.AppendAsync(new NoteCreated($"{Marker} {i}"), Ct);
        }

        await using (var store = await NotebookStore.OpenAsync(Options, journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct))
        {
            await store.CatchUpAsync(Ct);
            Assert.Equal(500, (await store.NotesAsync(Ct)).Count(n => n.Title.StartsWith(Marker, StringComparison.Ordinal)));
            Assert.Equal(!encrypted, AnyHolds());
        }

        Assert.Equal(!encrypted, AnyHolds());
        await using var again = await NotebookStore.OpenAsync(Options, journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct);
        Assert.Equal((0, 500), (again.Rebuilds, (await again.NotesAsync(Ct)).Count));
    }

    [Fact]
    public async Task A_view_of_another_key_or_of_none_is_made_anew()
    {
        foreach (var keys in new[] { KeyRing.None, JournalFixture.Keys(1), JournalFixture.Keys(1, 2), KeyRing.None })
        {
            Directory.CreateDirectory(_folder.At("journal"));
            Directory.Delete(_folder.At("journal"), recursive: true);
            await using var journal = await OpenJournalAsync(keys);
            await journal.AppendAsync(Sample.Note(1), Ct);
            await using var store = await NotebookStore.OpenAsync(Options, journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct);
            await store.CatchUpAsync(Ct);
            Assert.Single(await store.NotesAsync(Ct));
        }
    }

    [Fact]
    public async Task A_page_that_rots_is_noticed_and_the_view_made_anew()
    {
        await using var journal = await OpenJournalAsync(JournalFixture.Keys(1));
        await journal.AppendAsync(Sample.Note(1), Ct);
        await using (var store = await NotebookStore.OpenAsync(Options, journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct))
        {
            await store.CatchUpAsync(Ct);
        }

        var path = _folder.At("view/notebook.db");
        var bytes = await File.ReadAllBytesAsync(path, Ct);
        for (var at = 64 + 40; at < bytes.Length; at += 8220)
        {
            bytes[at] ^= 1;
        }

        await File.WriteAllBytesAsync(path, bytes, Ct);
        await using var again = await NotebookStore.OpenAsync(Options, journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, Ct);
        await again.CatchUpAsync(Ct);
        Assert.Equal(1, again.Rebuilds);
        Assert.Single(await again.NotesAsync(Ct));
    }

    [Fact]
    public void Pages_come_back_as_they_were_written_wherever_and_in_whatever_order()
    {
        var random = new Random(1);
        var expected = new byte[200_000];
        using (var file = new EncryptedFile(_folder.At("pages"), JournalFixture.Keys(1).Current!))
        {
            for (var i = 0; i < 200; i++)
            {
                var (at, length) = (random.Next(180_000), random.Next(1, 20_000));
                var bytes = new byte[length];
                random.NextBytes(bytes);
                bytes.CopyTo(expected, at);
                file.Position = at;
                file.Write(bytes);
            }
        }

        using var again = new EncryptedFile(_folder.At("pages"), JournalFixture.Keys(1).Current!);
        var read = new byte[200_000];
        again.ReadExactly(read.AsSpan(0, (int)Math.Min(again.Length, read.Length)));
        Assert.Equal(expected, read);
        again.SetLength(8192);
        Assert.Equal((8192L, 0), (again.Length, again.Read(read)));
    }

    private bool AnyHolds() =>
        Directory.GetFiles(_folder.At("view")).Any(f =>
        {
            // Through libc, which does not ask whether the view has it open.
            using var file = LinuxFile.Open(f, writable: false);
            var bytes = new byte[file.Length];
            file.Read(bytes, 0);
            return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker)) >= 0;
        });

    private Task<Journal> OpenJournalAsync(KeyRing keys) => Journal.OpenAsync(
        JournalFixture.Options(Directory.CreateDirectory(_folder.At("journal")).FullName), keys, Sample.Device, TimeProvider.System, new Random(1),
        NullLogger<Journal>.Instance, Ct);
}
