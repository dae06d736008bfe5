using Device.Core.Notebook;
using Device.Messages;
using Device.Storage;
using Device.Sync.Links;
using Device.Sync.Tests.World;

namespace Device.Sync.Tests;

/// <summary>Audio and images on their way to the gateway and back.</summary>
public sealed class BlobTests
{
    [Fact]
    public void A_blob_that_was_attached_reaches_the_gateway_whole()
    {
        var content = Content(300_000);
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 1 && w.Session.Status.IsDrained);
                Assert.Equal((1, 0), ((int)w.Session.Status.Blobs!.Sent, w.Session.Status.Blobs.ToSend));
                await w.UntilAsync(() => w.Cursor.Saved?.Blobs >= 3);
            },
            w => Attached(w, content));

        Assert.Equal(content, Assert.Single(world.BlobLedger.Whole).Value);
        Assert.Equal(content.Length, world.BlobLedger.Received);
    }

    [Fact]
    public void Facts_written_while_a_blob_is_sent_go_before_the_rest_of_it()
    {
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.BlobLedger.Received > 100_000);
                w.Write(5);
                var before = w.BlobLedger.Received;
                await w.UntilAsync(() => w.Session.Status.Pending == 0);
                // What was in flight, and one more window of messages at most.
                Assert.InRange(w.BlobLedger.Received - before, 0, 16 * 1_024 * 4);
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 1);
            },
            w =>
            {
                w.Options.BlobChunkBytes = 16 * 1_024;
                Attached(w, Content(2_000_000));
            });
    }

    [Fact]
    public void Never_more_of_a_blob_is_in_flight_or_uncommitted_than_the_window_allows()
    {
        var most = 0L;
        SyncWorld.Run(
            w => w.UntilAsync(() => w.BlobLedger.Whole.Count == 1),
            w =>
            {
                (w.Options.BlobChunkBytes, w.Options.BlobWindowBytes, w.Options.BlobInflight) = (2_048, 16_384, 3);
                Attached(w, Content(200_000));
                w.Broker.Up = message =>
                {
                    if (message.Topic.Kind == TopicKind.UpBlob && BlobCodec.Read(message.Payload) is BlobMessage.Chunk chunk)
                    {
                        most = Math.Max(most, chunk.Offset + chunk.Data.Length - w.BlobLedger.Committed(message.Topic.RequestId));
                        return Fate.Delay;
                    }

                    return Fate.Arrive;
                };
            });
        Assert.InRange(most, 3 * 2_048, 16_384 + 2_048);
    }

    [Fact]
    public void Chunks_fit_into_the_brokers_packets()
    {
        var world = SyncWorld.Run(
            w => w.UntilAsync(() => w.BlobLedger.Whole.Count == 1),
            w =>
            {
                w.Broker.Limits = new LinkLimits(10, 1_500, SessionPresent: true);
                Attached(w, Content(20_000));
            });
        Assert.All(world.Arrivals.Where(a => a.Topic.Kind == TopicKind.UpBlob), a => Assert.InRange(a.Payload.Length, 1, 1_400));
    }

    [Fact]
    public void After_a_cut_and_after_a_restart_it_goes_on_where_the_gateway_has_committed()
    {
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.BlobLedger.Received > 60_000);
                w.Broker.Cut();
                await w.UntilAsync(() => w.BlobLedger.Received > 130_000);
                await w.RestartAsync();
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 1);
            },
            w =>
            {
                w.Options.BlobWindowBytes = 16 * 1_024;
                w.Options.BlobChunkBytes = 4 * 1_024;
                Attached(w, Content(200_000));
            });
        Assert.InRange(world.BlobLedger.Received, 200_000, 200_000 + (2 * 16 * 1_024));
    }

    [Fact]
    public void A_blob_that_arrives_wrong_is_counted_and_sent_again()
    {
        var spoiled = 0;
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 1 && w.Session.Status.IsDrained);
                Assert.Equal(1, w.Session.Status.Blobs!.Wrong);
                Assert.Contains(w.Session.Errors, e => e.Reason.Contains("another hash", StringComparison.Ordinal));
            },
            w =>
            {
                Attached(w, Content(50_000));
                w.BlobLedger.Spoil = data => spoiled++ == 0 ? [.. data.Select(b => (byte)~b)] : data;
            });
        Assert.Equal(100_000, world.BlobLedger.Received);
    }

    [Fact]
    public void A_refused_blob_holds_up_no_other_and_is_offered_again_later()
    {
        SyncWorld.Run(
            async w =>
            {
                w.BlobLedger.Refuse = "no room";
                await w.UntilAsync(() => w.Session.Errors.Count > 1);
                Assert.Equal(2, w.Session.Status.Blobs!.ToSend);
                w.BlobLedger.Refuse = null;
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 2);
            },
            w =>
            {
                Attached(w, Content(5_000));
                Attached(w, Content(6_000));
            });
    }

    [Fact]
    public void A_gateway_that_is_silent_is_asked_ever_more_rarely()
    {
        SyncWorld.Run(
            async w =>
            {
                w.BlobLedger.Answers = false;
                await w.PassAsync(TimeSpan.FromMinutes(60));
                Assert.InRange(w.Arrivals.Count(a => a.Topic.Kind == TopicKind.UpBlob), 8, 25);
                w.BlobLedger.Answers = true;
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 1);
            },
            w => Attached(w, Content(5_000)));
    }

    [Fact]
    public void A_blob_of_another_machine_is_fetched_and_verified()
    {
        var content = Content(700_000);
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Blobs!.Contains(BlobId.Of(content)));
                await w.UntilAsync(() => w.Session.Status.IsDrained);
                Assert.Equal(content, Read(w, content));
                Assert.Equal(1, w.Session.Status.Blobs!.Fetched);
            },
            w => Foreign(w, content));
    }

    [Fact]
    public void A_blob_that_is_not_at_the_gateway_yet_is_fetched_when_it_is()
    {
        var content = Content(10_000);
        SyncWorld.Run(
            async w =>
            {
                await w.PassAsync(TimeSpan.FromMinutes(30));
                Assert.False(w.Blobs!.Contains(BlobId.Of(content)));
                w.BlobLedger.Put(content);
                w.Broker.Send(
                    new DeviceTopic(SyncWorld.Device, TopicKind.DownBlob, BlobId.Of(content).ToString()),
                    BlobCodec.Write(new BlobMessage.State(BlobStage.Whole, content.Length, content.Length, "")), MqttContract.Blob);
                var told = w.Time.GetUtcNow();
                await w.UntilAsync(() => w.Blobs.Contains(BlobId.Of(content)));
                Assert.InRange(w.Time.GetUtcNow() - told, TimeSpan.Zero, TimeSpan.FromSeconds(1));
            },
            w =>
            {
                Foreign(w, content);
                w.BlobLedger.Answers = true;
                w.BlobLedger.Forget();
            });
    }

    [Fact]
    public void Lost_repeated_and_late_chunks_cost_time_and_nothing_else()
    {
        var content = Content(400_000);
        var random = new Random(5);
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Blobs!.Contains(BlobId.Of(content)));
                Assert.Equal(content, Read(w, content));
            },
            w =>
            {
                Foreign(w, content);
                w.Broker.Down = kind => kind == TopicKind.DownBlob
                    ? random.Next(10) switch { 0 => Fate.Vanish, 1 => Fate.ArriveTwice, 2 => Fate.Delay, 3 when random.Next(10) == 0 => Fate.CutAfter, _ => Fate.Arrive }
                    : Fate.Arrive;
            });
    }

    [Fact]
    public void What_was_fetched_before_a_restart_is_not_fetched_again()
    {
        var content = Content(400_000);
        long before = 0;
        SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Session.Status.Blobs!.Fetching?.Done > 200_000);
                // The next write syncs what came before.
                await w.PassAsync(TimeSpan.FromSeconds(1));
                await w.RestartAsync();
                await w.UntilAsync(() => (before = w.Session.Status.Blobs!.Fetching?.Done ?? 0) > 0);
                await w.UntilAsync(() => w.Blobs!.Contains(BlobId.Of(content)));
                Assert.Equal(content, Read(w, content));
            },
            w =>
            {
                w.Options.BlobWindowBytes = 8_192;
                w.Options.BlobChunkBytes = 2_048;
                w.Broker.Down = kind => kind == TopicKind.DownBlob ? Fate.Delay : Fate.Arrive;
                Foreign(w, content);
            });
        Assert.InRange(before, 131_072, 400_000);
    }

    [Fact]
    public void What_was_begun_and_is_wanted_no_more_is_deleted()
    {
        SyncWorld.RunUnstarted(async w =>
        {
            w.WithBlobs();
            await (await w.Blobs!.OpenIntakeAsync(BlobId.Of([7]), CancellationToken.None)).DisposeAsync();
            w.Start();
            await w.UntilAsync(() => w.Session.Status.State == SyncState.Online);
            await w.PassAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(0, w.Blobs.DropIntakes(_ => false));
            await w.StopAsync();
        });
    }

    [Fact]
    public void What_was_fetched_wrong_is_thrown_away_told_and_fetched_again()
    {
        var content = Content(20_000);
        var spoiled = 0;
        var world = SyncWorld.Run(
            async w =>
            {
                await w.UntilAsync(() => w.Blobs!.Contains(BlobId.Of(content)));
                Assert.Equal(content, Read(w, content));
                Assert.Equal(1, w.Session.Status.Blobs!.Wrong);
            },
            w =>
            {
                Foreign(w, content);
                w.BlobLedger.Spoil = data => spoiled++ == 0 ? [.. data.Select(b => (byte)~b)] : data;
            });
        Assert.Single(world.Arrivals, a => a.Topic.Kind == TopicKind.UpBlob && BlobCodec.Read(a.Payload) is BlobMessage.State { Stage: BlobStage.Wrong });
    }

    [Fact]
    public void On_a_link_that_costs_money_facts_go_and_large_blobs_wait()
    {
        SyncWorld.Run(
            async w =>
            {
                w.Session.IsMetered = true;
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 1 && w.Session.Status.Pending == 0);
                await w.PassAsync(TimeSpan.FromMinutes(10));
                Assert.Equal((1, 1, true, true), (w.Session.Status.Blobs!.ToSend, w.Session.Status.Blobs.Waiting, w.Session.Status.IsDrained, w.Session.Status.IsMetered));
                Assert.Equal(3_000, w.BlobLedger.Received);

                // The cloud may allow more.
                w.Session.Use(new Shadow.MachineSettings { MeteredBlobBytes = 60_000 });
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 2);
                w.Session.Use(new Shadow.MachineSettings());
                var large = w.Attach(Content(70_000), Page);
                await w.PassAsync(TimeSpan.FromMinutes(1));
                Assert.False(w.BlobLedger.Whole.ContainsKey(large.ToString()));
                w.Session.IsMetered = false;
                await w.UntilAsync(() => w.BlobLedger.Whole.Count == 3);
            },
            w =>
            {
                w.Options.MeteredBlobBytes = 4_096;
                Attached(w, Content(50_000));
                Attached(w, Content(3_000));
            });
    }

    private static FactId Page => new(SyncWorld.Device, SyncWorld.Epoch, 2);

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    private static byte[] Read(SyncWorld world, byte[] content)
    {
        using var stream = world.Blobs!.OpenRead(BlobId.Of(content))!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static void Attached(SyncWorld world, byte[] content)
    {
        Begin(world);
        world.Attach(content, Page);
    }

    private static void Foreign(SyncWorld world, byte[] content)
    {
        Begin(world);
        world.BlobLedger.Put(content);
        world.Journal.Import(new Fact(
            new FactId(SyncWorld.Other, 9, 1), new Hlc(1 << 20), new BlobAttached(Page, BlobId.Of(content).ToString(), content.Length, "image/png", "")));
    }

    private static void Begin(SyncWorld world)
    {
        if (world.Blobs is null)
        {
            world.WithBlobs();
            var note = world.Journal.Append(new NoteCreated("note"));
            world.Journal.Append(new PageAdded(note.Id, PageTemplate.Lined, 150, 200, 10));
        }
    }
}
