using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Storage.Tests;

/// <summary>Blobs that come from elsewhere, piece by piece.</summary>
public sealed class BlobIntakeTests
{
    private readonly FakeTimeProvider _time = JournalFixture.Time();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_interrupts_it_what_was_synced_is_there_and_the_blob_comes_to_be_whole()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var keys = random.Next(2) == 0 ? KeyRing.None : JournalFixture.Keys(1);
            var content = Content(random.Next(400_000), seed);
            var id = BlobId.Of(content);
            var folder = new MemoryFolder();
            var (durable, isWhole) = (0L, false);
            while (!isWhole)
            {
                var store = Open(folder, keys);
                var intake = await store.OpenIntakeAsync(id, Ct);
                Assert.InRange(intake.Length, durable, content.Length);
                durable = intake.Length;
                for (var steps = random.Next(8); steps >= 0 && intake.Length < content.Length; steps--)
                {
                    var at = (int)intake.Length;
                    await intake.WriteAsync(content.AsMemory(at, Math.Min(random.Next(1, 90_000), content.Length - at)), Ct);
                    if (random.Next(3) == 0)
                    {
                        _time.Advance(TimeSpan.FromSeconds(1));
                        await intake.WriteAsync(default, Ct);
                        durable = intake.Length;
                    }
                }

                if (intake.Length == content.Length)
                {
                    isWhole = await intake.FinishAsync(Ct);
                    Assert.True(isWhole);
                }

                if (random.Next(2) == 0)
                {
                    await intake.DisposeAsync();
                }

                store.Dispose();
                folder = folder.Cut(random);
            }

            using var after = Open(folder, keys);
            using var read = after.OpenRead(id)!;
            var back = new byte[content.Length];
            read.ReadExactly(back);
            Assert.Equal(content, back);
            Assert.Equal(0, after.DropIntakes(_ => true));
        }
    }

    [Fact]
    public async Task What_is_not_what_the_name_says_is_deleted()
    {
        var folder = new MemoryFolder();
        using var store = Open(folder, KeyRing.None);
        var content = Content(70_000, 1);
        await using (var intake = await store.OpenIntakeAsync(BlobId.Of(content), Ct))
        {
            await intake.WriteAsync(Content(70_000, 2), Ct);
            Assert.False(await intake.FinishAsync(Ct));
        }

        Assert.False(store.Contains(BlobId.Of(content)));
        await using var again = await store.OpenIntakeAsync(BlobId.Of(content), Ct);
        Assert.Equal(0, again.Length);
        Assert.Empty(BlobFiles.List(new BlobFolder(folder), Ct));
    }

    [Fact]
    public async Task What_nobody_wants_any_more_is_deleted_and_a_recording_is_not_touched()
    {
        var folder = new MemoryFolder();
        using var store = Open(folder, KeyRing.None);
        var (kept, left) = (BlobId.Of([1]), BlobId.Of([2]));
        foreach (var id in new[] { kept, left })
        {
            await using var intake = await store.OpenIntakeAsync(id, Ct);
            await intake.WriteAsync(new byte[100], Ct);
        }

        await using var recording = store.Begin("meeting");
        Assert.Equal(1, store.DropIntakes(id => id == kept));
        Assert.Equal(2, folder.Names(BlobFolder.OpenName).Count);
    }

    [Fact]
    public async Task No_two_parts_are_ever_encrypted_with_one_salt_and_number()
    {
        var folder = new MemoryFolder();
        var keys = JournalFixture.Keys(1);
        var content = Content(200_000, 1);
        HashSet<UInt128> salts = [];
        for (var i = 0; i < 4; i++)
        {
            using var store = Open(folder, keys);
            await using var intake = await store.OpenIntakeAsync(BlobId.Of(content), Ct);
            await intake.WriteAsync(content.AsMemory((int)intake.Length, 40_000), Ct);
            _time.Advance(TimeSpan.FromSeconds(1));
            await intake.WriteAsync(default, Ct);
            Assert.True(salts.Add(BlobFiles.ReadUnfinished(new BlobFolder(folder), Assert.Single(folder.Names(BlobFolder.OpenName)))!.Salt));
        }
    }

    // Another seed each time, as each process draws another.
    private BlobStore Open(MemoryFolder folder, KeyRing keys) =>
        BlobStore.Open(folder, new BlobOptions { Directory = "blobs" }, keys, null, _time, new Random(_seed++), NullLogger.Instance, Ct);

    private int _seed = 1;

    private static byte[] Content(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }
}
