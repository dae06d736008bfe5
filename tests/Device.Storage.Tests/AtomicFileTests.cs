using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Storage.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_last_is_read()
    {
        using var file = new AtomicFile(_folder.At("deep/cursor"), NullLogger<AtomicFile>.Instance);
        Assert.Null(await file.ReadAsync(Ct));
        await file.WriteAsync("one"u8.ToArray(), Ct);
        await file.WriteAsync("position 2\nand more"u8.ToArray(), Ct);
        Assert.Equal("position 2\nand more", Encoding.UTF8.GetString((await file.ReadAsync(Ct))!));
        await file.WriteAsync(default, Ct);
        Assert.Empty((await file.ReadAsync(Ct))!);
        await file.DeleteAsync(Ct);
        Assert.Null(await file.ReadAsync(Ct));
        await file.DeleteAsync(Ct);
    }

    [Fact]
    public async Task Damage_at_any_byte_is_noticed_and_the_file_is_set_aside()
    {
        using var file = new AtomicFile(_folder.At("cursor"), NullLogger<AtomicFile>.Instance);
        await file.WriteAsync("position 17"u8.ToArray(), Ct);
        var whole = await File.ReadAllBytesAsync(_folder.At("cursor"), Ct);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x04;
            await File.WriteAllBytesAsync(_folder.At("cursor"), damaged, Ct);
            Assert.Null(await file.ReadAsync(Ct));
            Assert.False(File.Exists(_folder.At("cursor")));
        }

        Assert.Equal(whole.Length, Directory.GetFiles(_folder.At("setaside"), "*.note.txt").Length);
        await File.WriteAllBytesAsync(_folder.At("cursor"), whole[..^1], Ct);
        Assert.Null(await file.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_power_cut_at_any_call_leaves_the_old_content_or_the_new()
    {
        var seen = new HashSet<string>();
        for (var (call, seed) = (0, 0); seed < 400; seed++, call = seed % 8)
        {
            var folder = new MemoryFolder();
            using var file = new AtomicFile(folder, "cursor", NullLogger.Instance);
            await file.WriteAsync("old"u8.ToArray(), Ct);
            MemoryFolder? image = null;
            var calls = 0;
            folder.Before = (_, _) =>
            {
                if (calls++ == call)
                {
                    image = folder.Cut(new Random(seed));
                }
            };
            await file.WriteAsync(new byte[3000], Ct);
            folder.Before = null;
            var acknowledged = image is null;
            image ??= folder.Cut(new Random(seed));
            using var after = new AtomicFile(image, "cursor", NullLogger.Instance);
            var content = await after.ReadAsync(Ct);
            Assert.NotNull(content);
            Assert.True(content.Length == 3000 || (!acknowledged && content.Length == 3), $"seed {seed}, call {call}: {content.Length} bytes");
            seen.Add($"{content.Length} {acknowledged}");
        }

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public async Task A_failed_sync_is_an_error_and_the_old_content_stays()
    {
        var folder = new MemoryFolder();
        using var file = new AtomicFile(folder, "cursor", NullLogger.Instance);
        await file.WriteAsync("old"u8.ToArray(), Ct);
        folder.Before = (operation, _) =>
        {
            if (operation == "sync")
            {
                throw MemoryFolder.Error(5);
            }
        };
        await Assert.ThrowsAsync<IOException>(async () => await file.WriteAsync("new"u8.ToArray(), Ct));
        folder.Before = null;
        Assert.Equal("old"u8.ToArray(), await file.ReadAsync(Ct));
    }

    [Fact]
    public async Task Content_over_the_limit_is_refused()
    {
        using var file = new AtomicFile(_folder.At("cursor"), NullLogger<AtomicFile>.Instance);
        await file.WriteAsync(new byte[AtomicFile.MaxBytes], Ct);
        Assert.Equal(AtomicFile.MaxBytes, (await file.ReadAsync(Ct))!.Length);
        await Assert.ThrowsAsync<ArgumentException>(async () => await file.WriteAsync(new byte[AtomicFile.MaxBytes + 1], Ct));
    }
}
