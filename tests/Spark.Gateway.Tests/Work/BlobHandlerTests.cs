using System.Security.Cryptography;
using Device.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;
using Spark.Gateway.Work;

namespace Spark.Gateway.Tests.Work;

/// <summary>What machines are told of their blobs.</summary>
public sealed class BlobHandlerTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<GatewayMetrics>().BuildServiceProvider();
    private readonly RecordingDownlink _downlink = new();
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(300_000);
    private FlakyStore _store = null!;

    private string Id => Convert.ToHexStringLower(SHA256.HashData(_content));

    public async ValueTask InitializeAsync()
    {
        _store = new FlakyStore(new SqliteAccountStore(new StoreOptions { SqliteFile = _folder.File("gateway.db"), AccountRule = AccountRule.Tenant }));
        await _store.MigrateAsync(SparkSetup.Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_whole_blob_is_confirmed_and_told_to_the_accounts_other_machines_that_are_online()
    {
        await _store.SetPresenceAsync([new Presence(Facts.Device("t/b"), true, null, TimeProvider.System.GetUtcNow())], SparkSetup.Cancel);
        await _store.SetPresenceAsync([new Presence(Facts.Device("t/c"), false, null, TimeProvider.System.GetUtcNow())], SparkSetup.Cancel);
        await _store.SetPresenceAsync([new Presence(Facts.Device("u/a"), true, null, TimeProvider.System.GetUtcNow())], SparkSetup.Cancel);
        await SendAsync("t/a", new BlobMessage.Offer(_content.Length));
        await SendAsync("t/a", Chunk(100_000, 200_000));
        await SendAsync("t/a", Chunk(0, 100_000));
        Assert.Equal(
            ["t/a Partial 0", "t/a Partial 0", "t/b Whole 300000", "t/a Whole 300000"],
            _downlink.Sent.Select(m => $"{m.Topic.Device} {State(m).Stage} {State(m).Committed}"));
    }

    [Fact]
    public async Task A_wrong_blob_is_refused_with_a_reason_and_taken_when_it_is_right()
    {
        await SendAsync("t/a", new BlobMessage.Chunk(_content.Length, 0, new byte[_content.Length]));
        Assert.Equal((BlobStage.Wrong, 0L, true), (State(_downlink.Sent[^1]).Stage, State(_downlink.Sent[^1]).Committed, State(_downlink.Sent[^1]).Reason.Length > 0));
        await SendAsync("t/a", Chunk(0, _content.Length));
        Assert.Equal(BlobStage.Whole, State(_downlink.Sent[^1]).Stage);
    }

    [Fact]
    public async Task A_worker_that_died_before_it_verified_leaves_that_to_the_next_offer()
    {
        await _store.AddChunkAsync(Facts.Device("t/a"), Id, Chunk(0, _content.Length), TimeProvider.System.GetUtcNow(), SparkSetup.Cancel);
        await SendAsync("t/a", new BlobMessage.Offer(_content.Length));
        Assert.Equal(BlobStage.Whole, State(Assert.Single(_downlink.Sent)).Stage);
    }

    [Fact]
    public async Task What_is_asked_for_comes_in_order_in_chunks_of_the_size_that_is_wanted()
    {
        for (var at = 0; at < _content.Length; at += 100_000)
        {
            await SendAsync("t/a", Chunk(at, 100_000));
        }

        var before = _downlink.Sent.Count;
        await SendAsync("t/b", new BlobMessage.Want(1_000, 250_000, 40_000));
        var chunks = _downlink.Sent.Skip(before).Select(m => (BlobMessage.Chunk)BlobCodec.Read(m.Payload)).ToList();
        Assert.Equal(_content[1_000..251_000], chunks.SelectMany(c => c.Data.ToArray()));
        Assert.Equal([1_000, 41_000, 81_000, 121_000, 161_000, 201_000, 241_000], chunks.Select(c => c.Offset));
        Assert.All(chunks, c => Assert.InRange(c.Data.Length, 1, 40_000));
    }

    [Fact]
    public async Task What_is_not_there_or_another_accounts_is_absent()
    {
        await SendAsync("t/a", Chunk(0, _content.Length));
        await SendAsync("u/a", new BlobMessage.Want(0, 10, 1_000));
        Assert.Equal(BlobStage.Absent, State(_downlink.Sent[^1]).Stage);
    }

    [Fact]
    public async Task Nothing_is_confirmed_that_the_store_did_not_take()
    {
        _store.IsDown = true;
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => SendAsync("t/a", Chunk(0, _content.Length)));
        Assert.Empty(_downlink.Sent);
    }

    [Fact]
    public async Task A_doubt_about_sound_bytes_changes_nothing()
    {
        await SendAsync("t/a", Chunk(0, _content.Length));
        await SendAsync("t/b", new BlobMessage.State(BlobStage.Wrong, 0, 0, "hash"));
        Assert.Equal(BlobStage.Whole, (await _store.BlobAsync(Facts.Device("t/b"), Id, SparkSetup.Cancel)).Stage);
    }

    private Task SendAsync(string device, BlobMessage message) =>
        new BlobHandler(_store, _downlink, TimeProvider.System, _services.GetRequiredService<GatewayMetrics>(), NullLogger<BlobHandler>.Instance).HandleAsync(
            new InboundMessage(new DeviceTopic(Facts.Device(device), TopicKind.UpBlob, Id), BlobCodec.Write(message), MqttContract.Blob, _ => Task.CompletedTask), SparkSetup.Cancel);

    private BlobMessage.Chunk Chunk(int from, int count) => new(_content.Length, from, _content.AsMemory(from, count));

    private static BlobMessage.State State(OutboundMessage message) => (BlobMessage.State)BlobCodec.Read(message.Payload);
}
