using System.Data.Common;
using Device.Messages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;
using Spark.Gateway.Work;

namespace Spark.Gateway.Tests.Work;

/// <summary>What is told to a machine, and when, if the store or the broker fail.</summary>
public sealed class ChangesHandlerTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<GatewayMetrics>().BuildServiceProvider();
    private FlakyStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new FlakyStore(new SqliteAccountStore(new StoreOptions { SqliteFile = _folder.File("gateway.db") }));
        await _store.MigrateAsync(SparkSetup.Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private ChangesHandler Handler(IDownlink downlink)
    {
        var metrics = _services.GetRequiredService<GatewayMetrics>();
        FactSender sender = new(downlink, metrics, NullLogger<FactSender>.Instance);
        return new ChangesHandler(_store, downlink, new FanOut(_store, sender), TimeProvider.System, metrics, NullLogger<ChangesHandler>.Instance);
    }

    private static InboundMessage Changes(string device, params ulong[] sequences) => new(
        new DeviceTopic(Facts.Device(device), TopicKind.UpChanges),
        ChangesCodec.Write([.. sequences.Select(sequence => Facts.Note(device, sequence))], int.MaxValue, out _),
        MqttContract.Facts,
        _ => Task.CompletedTask);

    [Fact]
    public async Task Nothing_is_acknowledged_before_the_store_has_committed()
    {
        RecordingDownlink downlink = new();
        _store.BeforeReturn = () => Assert.Empty(downlink.Sent);
        await Handler(downlink).HandleAsync([Changes("t/a", 1)], SparkSetup.Cancel);
        Assert.Equal(1UL, MessageJson.Read<AckMessage>(Assert.Single(downlink.Sent).Payload).Contiguous);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_when_the_store_fails_and_all_is_when_it_is_back()
    {
        RecordingDownlink downlink = new();
        _store.IsDown = true;
        await Assert.ThrowsAnyAsync<DbException>(() => Handler(downlink).HandleAsync([Changes("t/a", 1)], SparkSetup.Cancel));
        Assert.Empty(downlink.Sent);

        _store.IsDown = false;
        await Handler(downlink).HandleAsync([Changes("t/a", 1), Changes("t/b", 1, 2)], SparkSetup.Cancel);
        Assert.Equal([1UL, 2UL], downlink.Sent.Select(message => MessageJson.Read<AckMessage>(message.Payload).Contiguous));
    }

    [Fact]
    public async Task A_lost_acknowledgement_is_given_again()
    {
        RecordingDownlink downlink = new() { IsAway = true };
        await Handler(downlink).HandleAsync([Changes("t/a", 1)], SparkSetup.Cancel);
        downlink.IsAway = false;
        await Handler(downlink).HandleAsync([Changes("t/a", 1)], SparkSetup.Cancel);
        Assert.Equal(1UL, MessageJson.Read<AckMessage>(Assert.Single(downlink.Sent).Payload).Contiguous);
    }
}
