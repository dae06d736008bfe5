using System.Data.Common;
using Device.Core.Notebook;
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

    private static InboundMessage Sent(params Fact[] facts) => new(
        new DeviceTopic(facts[0].Id.Device, TopicKind.UpChanges), ChangesCodec.Write(facts, int.MaxValue, out _), MqttContract.Facts, _ => Task.CompletedTask);

    [Fact]
    public async Task A_clock_a_year_ahead_is_refused_with_a_reason_and_one_a_day_ahead_is_not()
    {
        RecordingDownlink downlink = new();
        var now = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Fact At(ulong sequence, ulong hours) => Facts.Note("t/a", sequence) with { Time = new Hlc((now + (hours * 3_600_000)) << 16) };
        await Handler(downlink).HandleAsync([Sent(At(1, 0), At(2, 365 * 24), At(3, 23))], SparkSetup.Cancel);
        var ack = MessageJson.Read<AckMessage>(Assert.Single(downlink.Sent).Payload);
        Assert.Equal((1UL, 3UL), (ack.Contiguous, ack.Highest));
        var refused = Assert.Single(ack.Rejected);
        Assert.Equal(2UL, refused.Sequence);
        Assert.Contains("h ahead, at most 24 h expected", refused.Reason, StringComparison.Ordinal);

        // A message of nothing else is answered too.
        await Handler(downlink).HandleAsync([Sent(At(4, 9_000))], SparkSetup.Cancel);
        Assert.Equal(4UL, Assert.Single(MessageJson.Read<AckMessage>(downlink.Sent[^1].Payload).Rejected).Sequence);
    }

    [Fact]
    public async Task Facts_of_every_kind_even_unknown_ones_are_stored_and_passed_on()
    {
        RecordingDownlink downlink = new();
        var page = new FactId(Facts.Device("t/a"), Facts.Epoch, 1);
        FactBody[] bodies =
        [
            new StrokeErasedPartly(page, page, [new(0, 5)]), new StrokesMoved(page, [page], page, Placement.AsDrawn), new ErasureUndone(page, [page]),
            new TextSet(page, TextField.PageTitle, "title"), new TextBlockAdded(page, 1, 2, 3), new LineCorrected(page, [page], "text"), new TagAdded(page, "tag"),
            new TagRemoved(page, [page]), new PageOrdered(page, PageOrderKey.Default(page, new Hlc(1))), new NoteDeleted(page, VersionVector.Of([page])),
            new PageDeleted(page, VersionVector.Empty), new Restored(page, [page]), new NoteSwitchSet(page, NoteSwitch.Cloud, true), new UnknownBody((FactKind)199, [1, 2]),
        ];
        var facts = bodies.Select((body, i) => new Fact(new FactId(page.Device, page.Epoch, (ulong)i + 1), new Hlc((ulong)i + 1), body)).ToArray();
        await Handler(downlink).HandleAsync([Sent(facts)], SparkSetup.Cancel);
        var ack = MessageJson.Read<AckMessage>(Assert.Single(downlink.Sent).Payload);
        Assert.Equal((ulong)facts.Length, ack.Contiguous);
        Assert.Empty(ack.Rejected);
    }

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
