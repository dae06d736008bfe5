using System.Security.Cryptography;
using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Store;

/// <content>Blobs, and facts that machines keep to themselves.</content>
public abstract partial class AccountStoreSuite
{
    private static readonly DeviceId Alice = Facts.Device("t/a");

    [Fact]
    public async Task Chunks_in_any_order_of_any_size_and_repeated_make_the_blob()
    {
        await using var store = await MigratedAsync();
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var content = new byte[1 + random.Next(5_000)];
            random.NextBytes(content);
            var id = Name(content);
            List<(int From, int Count)> pieces = [];
            for (var pass = 0; pass < 2; pass++)
            {
                // Two senders cut it differently, as one does after it has met another broker.
                for (var at = 0; at < content.Length;)
                {
                    var count = Math.Min(1 + random.Next(900), content.Length - at);
                    pieces.Add((at, count));
                    at += count;
                }
            }

            var last = await store.OfferBlobAsync(Alice, id, content.Length, Noon, Cancel);
            foreach (var (from, count) in pieces.OrderBy(_ => random.Next()))
            {
                last = await store.AddChunkAsync(Alice, id, new BlobMessage.Chunk(content.Length, from, content.AsMemory(from, count)), Noon, Cancel);
                Assert.Equal(content[..(int)last.Committed], await store.ReadBlobAsync(last, 0, (int)last.Committed, Cancel));
            }

            Assert.Equal((content.Length, true), (last.Committed, last.IsToBeVerified));
            var at2 = random.Next(content.Length);
            Assert.Equal(content[at2..], await store.ReadBlobAsync(last, at2, content.Length - at2, Cancel));
            Assert.True(await store.SettleBlobAsync(last, isRight: true, Noon, Cancel));
            Assert.False(await store.SettleBlobAsync(last, isRight: true, Noon, Cancel));
            Assert.Equal(BlobStage.Whole, (await store.OfferBlobAsync(Alice, id, content.Length, Noon, Cancel)).Stage);
        }
    }

    [Fact]
    public async Task Chunks_of_many_workers_at_once_are_stored_once_each()
    {
        await using var store = await MigratedAsync();
        var content = RandomNumberGenerator.GetBytes(40_000);
        var id = Name(content);
        var chunks = Enumerable.Range(0, 80).Select(i => new BlobMessage.Chunk(content.Length, i % 40 * 1_000, content.AsMemory(i % 40 * 1_000, 1_000)));
        await Task.WhenAll(chunks.Select(chunk => store.AddChunkAsync(Alice, id, chunk, Noon, Cancel)));
        var blob = await store.BlobAsync(Alice, id, Cancel);
        Assert.Equal(content.Length, blob.Committed);
        Assert.Equal(content, await store.ReadBlobAsync(blob, 0, content.Length, Cancel));
    }

    [Fact]
    public async Task A_wrong_blob_is_thrown_away_once_and_can_be_sent_again()
    {
        await using var store = await MigratedAsync();
        var content = RandomNumberGenerator.GetBytes(500);
        var id = Name(content);
        var wrong = await store.AddChunkAsync(Alice, id, new BlobMessage.Chunk(500, 0, new byte[500]), Noon, Cancel);
        Assert.True(await store.SettleBlobAsync(wrong, isRight: false, Noon, Cancel));
        var again = await store.OfferBlobAsync(Alice, id, 500, Noon, Cancel);
        Assert.Equal((BlobStage.Partial, 0L), (again.Stage, again.Committed));

        var right = await store.AddChunkAsync(Alice, id, new BlobMessage.Chunk(500, 0, content), Noon, Cancel);
        // A worker that had read the old bytes comes late.
        Assert.False(await store.SettleBlobAsync(wrong, isRight: false, Noon, Cancel));
        Assert.True(await store.SettleBlobAsync(right, isRight: true, Noon, Cancel));
    }

    [Fact]
    public async Task What_is_far_ahead_is_not_kept_and_what_is_too_large_is_refused()
    {
        await using var store = await MigratedAsync(o => (o.BlobMegabytes, o.AccountBlobMegabytes) = (16, 20));
        var id = Name([1]);
        var far = await store.AddChunkAsync(Alice, id, new BlobMessage.Chunk(10 << 20, 8 << 20, new byte[10]), Noon, Cancel);
        Assert.Equal((BlobStage.Partial, 0L), (far.Stage, far.Committed));
        Assert.Empty(await store.ReadBlobAsync(far, 8 << 20, 10, Cancel));

        var large = await store.OfferBlobAsync(Alice, Name([2]), 17 << 20, Noon, Cancel);
        Assert.Equal((BlobStage.Refused, true), (large.Stage, large.Reason.Contains("16 MB", StringComparison.Ordinal)));
        var full = await store.OfferBlobAsync(Alice, Name([3]), 11 << 20, Noon, Cancel);
        Assert.Equal((BlobStage.Refused, true), (full.Stage, full.Reason.Contains("20 MB", StringComparison.Ordinal)));
        Assert.Equal(BlobStage.Absent, (await store.BlobAsync(Alice, Name([3]), Cancel)).Stage);
    }

    [Fact]
    public async Task Blobs_belong_to_an_account_and_move_with_its_machine()
    {
        await using var store = await MigratedAsync();
        var content = RandomNumberGenerator.GetBytes(100);
        var id = Name(content);
        var blob = await store.AddChunkAsync(Alice, id, new BlobMessage.Chunk(100, 0, content), Noon, Cancel);
        await store.SettleBlobAsync(blob, isRight: true, Noon, Cancel);
        var other = Facts.Device("t/b");
        Assert.Equal(BlobStage.Absent, (await store.BlobAsync(other, id, Cancel)).Stage);

        await store.AssignAsync(Alice, "t/home", Cancel);
        await store.AssignAsync(other, "t/home", Cancel);
        var moved = await store.BlobAsync(other, id, Cancel);
        Assert.Equal((BlobStage.Whole, "t/home"), (moved.Stage, moved.Account));
        Assert.Equal(content, await store.ReadBlobAsync(moved, 0, 100, Cancel));
    }

    [Fact]
    public async Task Unfinished_blobs_are_forgotten_after_a_while_and_whole_ones_stay()
    {
        await using var store = await MigratedAsync();
        await store.AddChunkAsync(Alice, Name([1]), new BlobMessage.Chunk(100, 0, new byte[10]), Noon, Cancel);
        var whole = await store.AddChunkAsync(Alice, Name([2]), new BlobMessage.Chunk(10, 0, new byte[10]), Noon, Cancel);
        await store.SettleBlobAsync(whole, isRight: true, Noon, Cancel);
        Assert.Equal(0, await store.PruneBlobsAsync(Noon, Cancel));
        Assert.Equal(1, await store.PruneBlobsAsync(Noon.AddSeconds(1), Cancel));
        Assert.Equal(BlobStage.Absent, (await store.BlobAsync(Alice, Name([1]), Cancel)).Stage);
        Assert.Equal(BlobStage.Whole, (await store.BlobAsync(Alice, Name([2]), Cancel)).Stage);
    }

    [Fact]
    public async Task Withheld_facts_are_no_holes_and_not_stored_until_they_come()
    {
        await using var store = await MigratedAsync();
        await AppendAsync(store, Facts.Batch("t/a", 1, 2, 6, 7, 10));
        await store.WithholdAsync(Alice, Facts.Batch("t/a", 1).Epoch, [new(3, 4), new(8, 9)], Cancel);
        var ack = (await AppendAsync(store, Facts.Batch("t/a", 11, 13))).Ack;
        Assert.Equal((2UL, 13UL, true), (ack.Contiguous, ack.Highest, ack.Withheld));
        Assert.Equal([new SequenceRange(5, 5), new(12, 12)], ack.Holes);
        Assert.Equal([new SequenceRange(11, 11), new(13, 13)], ack.Stored!);

        Assert.Equal([new SequenceRange(12, 12)], (await AppendAsync(store, Facts.Batch("t/a", 5))).Ack.Holes);
        var later = (await AppendAsync(store, Facts.Batch("t/a", 3, 8))).Ack;
        Assert.Equal((3UL, 13UL), (later.Contiguous, later.Highest));
        Assert.Equal([new SequenceRange(12, 12)], later.Holes);
        var all = (await AppendAsync(store, Facts.Batch("t/a", 4, 9, 12))).Ack;
        Assert.Equal((13UL, 13UL, false), (all.Contiguous, all.Highest, all.Withheld));
        Assert.Empty(all.Holes);
    }

    [Fact]
    public async Task Whatever_is_withheld_sent_and_repeated_an_acknowledgement_is_true()
    {
        await using var store = await MigratedAsync();
        var random = new Random(3);
        HashSet<ulong> stored = [];
        HashSet<ulong> withheld = [];
        var epoch = Facts.Batch("t/a", 1).Epoch;
        for (var round = 0; round < 60; round++)
        {
            if (random.Next(3) == 0)
            {
                var first = (ulong)random.Next(1, 60);
                var last = first + (ulong)random.Next(6);
                await store.WithholdAsync(Alice, epoch, [new(first, last)], Cancel);
                withheld.UnionWith(Enumerable.Range((int)first, (int)(last - first) + 1).Select(i => (ulong)i));
            }

            var batch = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (ulong)random.Next(1, 60)).ToArray();
            stored.UnionWith(batch);
            var ack = (await AppendAsync(store, Facts.Batch("t/a", batch))).Ack;
            Assert.Equal(Enumerable.Range(1, 60).TakeWhile(i => stored.Contains((ulong)i)).Count(), (int)ack.Contiguous);
            Assert.All(batch, s => Assert.Contains(ack.Stored!, r => r.First <= s && r.Last >= s));
            Assert.All(ack.Stored!.SelectMany(r => new[] { r.First, r.Last }), s => Assert.Contains(s, stored));
            var holes = Enumerable.Range(1, 60).Select(i => (ulong)i).Where(s => ack.Holes.Any(h => h.First <= s && h.Last >= s)).ToList();
            Assert.Equal(Enumerable.Range(1, (int)ack.Highest).Select(i => (ulong)i).Where(s => !stored.Contains(s) && !withheld.Contains(s)), holes);
        }
    }

    private static string Name(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
