using System.Buffers.Binary;
using System.IO.Compression;
using Device.Core.Screen;
using Device.Hardware.Simulated.Panel;
using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Simulated;

public sealed class PanelFeedTests
{
    private static readonly PanelCapabilities Size = new(64, 48, 100, 16, true);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_follows_the_feed_sees_what_a_person_would_see()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { Ghost = 0 });
        await using var feed = panel.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        var seen = new byte[Size.Width * Size.Height];
        await Next(feed, seen);
        Assert.All(seen, p => Assert.Equal(255, p));

        await Fill(panel, new PixelRect(8, 8, 16, 16), 0, RefreshIntent.Pen);
        var greys = new HashSet<byte>();
        while (seen[(10 * Size.Width) + 10] != 0)
        {
            await Next(feed, seen);
            greys.Add(seen[(10 * Size.Width) + 10]);
        }

        Assert.InRange(greys.Count, 3, 20);
        await Fill(panel, new PixelRect(40, 8, 8, 8), 0, RefreshIntent.Pen);
        for (var i = 0; i < 50 && !seen.AsSpan().SequenceEqual(panel.Snapshot().Grey.Span); i++)
        {
            await Next(feed, seen);
        }

        Assert.Equal(panel.Snapshot().Grey.ToArray(), seen);
    }

    [Fact]
    public async Task A_reader_that_sleeps_gets_few_patches_with_the_last_state_and_never_holds_up_the_panel()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { TimeScale = 0, Ghost = 0 });
        await using var feed = panel.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        var seen = new byte[Size.Width * Size.Height];
        await Next(feed, seen);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(Fill(panel, new PixelRect(i % 7 * 8, i % 5 * 8, 8, 8), (byte)(i * 17), RefreshIntent.Text).IsCompletedSuccessfully);
        }

        var patches = 0;
        for (; !seen.AsSpan().SequenceEqual(panel.Snapshot().Grey.Span); patches++)
        {
            await Next(feed, seen);
        }

        Assert.InRange(patches, 1, 9);
    }

    [Fact]
    public async Task The_feed_ends_with_the_panel_and_its_place_is_free_again()
    {
        var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { MostWatchers = 1 });
        await using (var first = panel.WatchAsync(Stop).GetAsyncEnumerator(Stop))
        {
            Assert.True(await first.MoveNextAsync());
            await using var second = panel.WatchAsync(Stop).GetAsyncEnumerator(Stop);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.MoveNextAsync());
        }

        await using var third = panel.WatchAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await third.MoveNextAsync());
        var end = third.MoveNextAsync();
        await panel.DisposeAsync();
        Assert.False(await end);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Fill(panel, Size.Bounds, 0, RefreshIntent.Text));
    }

    [Fact]
    public async Task A_snapshot_is_a_PNG_file_with_the_pixels_that_are_seen()
    {
        await using var panel = new SimulatedPanel(Size, _time, new SimulatedPanelOptions { TimeScale = 0, Ghost = 0 });
        await Fill(panel, new PixelRect(3, 5, 20, 9), 102, RefreshIntent.Text);
        var (width, height, grey) = ReadPng(panel.Snapshot().ToPng());
        Assert.Equal((Size.Width, Size.Height), (width, height));
        Assert.Equal(panel.Snapshot().Grey.ToArray(), grey);
    }

    private async Task Next(IAsyncEnumerator<PanelPatch> feed, byte[] seen)
    {
        Assert.True(await _time.RunAsync(feed.MoveNextAsync().AsTask()));
        var (region, grey) = feed.Current;
        for (var y = 0; y < region.Height; y++)
        {
            grey.Span.Slice(y * region.Width, region.Width).CopyTo(seen.AsSpan(((region.Y + y) * Size.Width) + region.X));
        }
    }

    private static Task Fill(SimulatedPanel panel, PixelRect region, byte grey, RefreshIntent intent)
    {
        var pixels = new byte[region.Width * region.Height];
        Array.Fill(pixels, grey);
        return panel.RefreshAsync(region, pixels, region.Width, intent, Stop).AsTask();
    }

    /// <summary>Reads just the kind of PNG that the panel writes, checking every chunk's CRC by another way of computing it.</summary>
    private static (int Width, int Height, byte[] Grey) ReadPng(byte[] file)
    {
        Assert.Equal(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }, file[..8]);
        var (at, width, height, data) = (8, 0, 0, new MemoryStream());
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            var content = file.AsSpan(at + 8, length);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                Assert.Equal(new byte[] { 8, 0, 0, 0, 0 }, content[8..].ToArray());
            }
            else if (type == "IDAT")
            {
                data.Write(content);
            }

            at += length + 12;
        }

        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var raw = new byte[(width + 1) * height];
        zlib.ReadExactly(raw);
        return (width, height, [.. Enumerable.Range(0, height).SelectMany(y => raw.AsSpan((y * (width + 1)) + 1, width).ToArray())]);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var table = Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1)).ToArray();
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }
}
