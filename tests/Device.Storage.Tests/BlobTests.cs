using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Device.Storage.Tests;

public sealed class BlobTests
{
    private readonly FakeTimeProvider _time = JournalFixture.Time();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(200_001)]
    public async Task Content_comes_back_as_it_was_encrypted_or_not(int length)
    {
        foreach (var keys in new[] { KeyRing.None, JournalFixture.Keys(1) })
        {
            var folder = new MemoryFolder();
            using var store = Open(folder, keys);
            var content = Content(length);
            var id = await store.PutAsync(content, "page scan", Ct);
            Assert.Equal(BlobId.Of(content), id);
            Assert.Equal(id, await store.PutAsync(content, "again", Ct));
            Assert.True(store.Contains(id));
            using var read = store.OpenRead(id)!;
            var back = new MemoryStream();
            read.CopyTo(back);
            Assert.Equal(content, back.ToArray());
            Assert.Equal("page scan", Assert.Single(BlobFiles.List(new BlobFolder(folder), Ct)).Label);
            Assert.Equal((1, 0), (BlobFiles.Verify(new BlobFolder(folder), keys, Ct).Blobs, BlobFiles.Verify(new BlobFolder(folder), keys, Ct).Damaged.Count));
        }
    }

    [Fact]
    public async Task A_recording_can_be_read_from_anywhere_in_it()
    {
        using var store = Open(new MemoryFolder(), JournalFixture.Keys(1));
        var content = Content(300_000);
        await using var writer = store.Begin("");
        var random = new Random(1);
        for (var at = 0; at < content.Length;)
        {
            var count = Math.Min(random.Next(1, 9_000), content.Length - at);
            await writer.WriteAsync(content.AsMemory(at, count), Ct);
            at += count;
            _time.Advance(TimeSpan.FromMilliseconds(70));
        }

        using var read = store.OpenRead(await writer.FinishAsync(Ct))!;
        Assert.Equal(content.Length, read.Length);
        for (var i = 0; i < 200; i++)
        {
            read.Position = random.Next(content.Length);
            var (start, buffer) = ((int)read.Position, new byte[100]);
            var count = read.Read(buffer);
            Assert.Equal(content.AsSpan(start, count), buffer.AsSpan(0, count));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_power_cut_costs_a_recording_less_than_a_second_and_it_is_found_again_by_its_label(bool encrypted)
    {
        var keys = encrypted ? JournalFixture.Keys(1) : KeyRing.None;
        var content = Content(32_000 * 6);
        for (var seed = 0; seed < 60; seed++)
        {
            var folder = new MemoryFolder();
            using var store = Open(folder, keys);
            var writer = store.Begin("meeting 7");
            var begun = _time.GetUtcNow();

            // 32,000 bytes a second in frames of 20 ms, cut at any of them.
            var frames = 10 + (seed * 4);
            for (var frame = 0; frame < frames; frame++)
            {
                await writer.WriteAsync(content.AsMemory(frame * 640, 640), Ct);
                _time.Advance(TimeSpan.FromMilliseconds(20));
            }

            var durable = writer.DurableLength;
            Assert.True((frames * 640) - durable < 32_000, $"{durable} of {frames * 640}");
            folder = folder.Cut(new Random(seed));
            using var again = Open(folder, keys, seed: 2);
            await writer.DisposeAsync();
            if (durable == 0)
            {
                continue;
            }

            var recovered = Assert.Single(again.Recovered);
            Assert.Equal(("meeting 7", begun), (recovered.Label, recovered.Begun));
            Assert.InRange(recovered.Bytes, durable, frames * 640);
            Assert.Equal(BlobId.Of(content.AsSpan(0, (int)recovered.Bytes)), recovered.Id);
            Assert.Empty((await again.VerifyAsync(Ct)).Damaged);
            Assert.Empty(folder.Names("open"));

            // Nothing is found twice.
            using var third = Open(folder.Cut(new Random(seed)), keys, seed: 3);
            Assert.Empty(third.Recovered);
            Assert.True(third.Contains(recovered.Id));
        }
    }

    [Fact]
    public async Task Whatever_step_fails_or_is_cut_a_blob_has_its_name_only_when_it_is_whole()
    {
        var content = Content(150_000);
        for (var step = 0; ; step++)
        {
            var folder = new MemoryFolder();
            using var store = Open(folder, JournalFixture.Keys(1));
            var calls = 0;
            var fails = step % 2 == 0;
            MemoryFolder? image = null;
            Hook(folder, () =>
            {
                if (calls++ == step / 2)
                {
                    image = folder.Cut(new Random(step));
                    if (fails)
                    {
                        throw MemoryFolder.Error(step % 4 == 0 ? 5 : Libc.NoSpace);
                    }
                }
            });
            BlobId? stored = null;
            try
            {
                stored = await store.PutAsync(content, "", Ct);
            }
            catch (IOException)
            {
                Assert.True(fails);
            }

            Hook(folder, null);
            if (image is null)
            {
                Assert.True(step > 12);
                break;
            }

            foreach (var medium in new[] { image, folder.Cut(new Random(step)), folder })
            {
                using var again = Open(medium, JournalFixture.Keys(1), seed: 5);
                Assert.Empty((await again.VerifyAsync(Ct)).Damaged);
                Assert.True(stored is null || medium == image || again.Contains(stored.Value), $"step {step}");
            }
        }
    }

    [Fact]
    public async Task A_damaged_blob_is_never_given_out_and_is_set_aside()
    {
        foreach (var keys in new[] { KeyRing.None, JournalFixture.Keys(1) })
        {
            var folder = new MemoryFolder();
            using var store = Open(folder, keys);
            var (good, bad) = (await store.PutAsync(Content(70_000), "", Ct), await store.PutAsync(Content(80_000), "", Ct));
            using (var file = folder.Subfolder(bad.ToString()[..2]).Open(bad.ToString()[2..], writable: true))
            {
                file.Write([0x42], 70_000);
            }

            using (var read = store.OpenRead(bad)!)
            {
                Assert.Equal(65_536, read.Read(new byte[65_536]));
                Assert.Throws<BlobDamagedException>(() => read.ReadByte());
            }

            Assert.Equal([bad.ToString()], (await store.VerifyAsync(Ct)).Damaged);
            Assert.Null(store.OpenRead(bad));
            Assert.Contains(bad.ToString(), folder.Names(SetAside.FolderName));
            Assert.True(store.Contains(good));
        }
    }

    [Fact]
    public async Task What_nothing_refers_to_goes_after_its_grace()
    {
        var folder = new MemoryFolder();
        using var store = Open(folder, KeyRing.None);
        var (kept, old) = (await store.PutAsync(Content(10), "", Ct), await store.PutAsync(Content(20), "", Ct));
        _time.Advance(TimeSpan.FromDays(2));
        var young = await store.PutAsync(Content(30), "", Ct);
        Assert.Equal(1, await store.CollectAsync(id => id == kept, TimeSpan.FromDays(1), Ct));
        Assert.Equal((true, false, true), (store.Contains(kept), store.Contains(old), store.Contains(young)));
    }

    [Fact]
    public async Task A_new_key_reaches_blobs_too_and_without_the_old_one_nothing_is_touched()
    {
        var folder = new MemoryFolder();
        BlobId id;
        using (var first = Open(folder, JournalFixture.Keys(1)))
        {
            id = await first.PutAsync(Encoding.UTF8.GetBytes("Marker-of-the-user"), "", Ct);
        }

        using (var wrong = Open(folder, JournalFixture.Keys(2)))
        {
            Assert.Throws<StorageKeyException>(() => wrong.OpenRead(id));
            await Assert.ThrowsAsync<StorageKeyException>(() => wrong.VerifyAsync(Ct));
            Assert.True(wrong.Contains(id));
        }

        using (var both = Open(folder, JournalFixture.Keys(1, 2), seed: 2))
        {
            Assert.Equal((1, 0), (await both.RekeyAsync(Ct), await both.RekeyAsync(Ct)));
        }

        using var second = Open(folder, JournalFixture.Keys(2), seed: 3);
        using var read = new StreamReader(second.OpenRead(id)!);
        Assert.Equal("Marker-of-the-user", await read.ReadToEndAsync(Ct));
        using var file = folder.Subfolder(id.ToString()[..2]).Open(id.ToString()[2..], writable: false);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("Marker"u8));
    }

    [Fact]
    public async Task A_full_medium_ends_a_recording_with_what_there_is()
    {
        var folder = new MemoryFolder();
        await using var journal = await JournalFixture.OpenAsync(new MemoryFolder { Capacity = 100 << 20 });
        var store = BlobStore.Open(folder, new BlobOptions { Directory = "memory" }, KeyRing.None, journal.Space, _time, new Random(1), NullLogger.Instance, Ct);
        await using var writer = store.Begin("long");
        folder.Folders.Single().Capacity = 200_000;
        var written = 0;
        await Assert.ThrowsAsync<StorageFullException>(async () =>
        {
            for (; written < 100; written++)
            {
                await writer.WriteAsync(Content(10_000), Ct);
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        });
        Assert.Equal(StorageState.Full, journal.Space.Now.State);
        Assert.Throws<StorageFullException>(() => store.Begin("next"));
        await writer.DisposeAsync();
        store.Dispose();
        folder.Folders.First().Capacity = long.MaxValue;
        using var again = Open(folder, KeyRing.None);
        Assert.InRange(Assert.Single(again.Recovered).Bytes, written * 10_000, (written + 1) * 10_000);
    }

    private static void Hook(MemoryFolder folder, Action? before)
    {
        folder.Before = before is null ? null : (_, _) => before();
        foreach (var inner in folder.Folders)
        {
            inner.Before = folder.Before;
        }
    }

    private static byte[] Content(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private BlobStore Open(MemoryFolder folder, KeyRing keys, int seed = 1) =>
        BlobStore.Open(folder, new BlobOptions { Directory = "memory" }, keys, null, _time, new Random(seed), NullLogger.Instance, Ct);
}
