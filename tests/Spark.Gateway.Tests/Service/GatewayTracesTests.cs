using System.Collections.Concurrent;
using System.Diagnostics;
using Device.Messages;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Service;

public sealed class GatewayTracesTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task A_message_with_a_trace_is_gone_on_with_and_its_acknowledgement_carries_it_further()
    {
        ConcurrentQueue<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "Spark.Gateway",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId.ToHexString() == Trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.TracedAsync($"00-{Trace}-b7ad6b7169203331-01", 1);
        await machine.AckAsync(1);
        var ack = (await machine.UntilAsync(TopicKind.DownAck, acks => acks.Count > 0))[0];
        Assert.StartsWith($"00-{Trace}-", ack.Properties[MqttContract.TraceProperty], StringComparison.Ordinal);
        Assert.DoesNotContain("b7ad6b7169203331", ack.Properties[MqttContract.TraceProperty], StringComparison.Ordinal);

        // Nothing of a trace that cannot be read, or of none, is sent on.
        await machine.TracedAsync("00-not-a-trace-01", 2);
        await machine.ChangesAsync(3);
        await machine.AckAsync(3);
        Assert.Single(await machine.UntilAsync(TopicKind.DownAck, acks => acks.Any(each => each.Ack.Contiguous == 3)), each => each.Properties.ContainsKey(MqttContract.TraceProperty));
        Assert.Empty(desk.Log.Errors);
        var activity = Assert.Single(ended);
        Assert.Equal(("UpChanges", ActivityKind.Consumer), (activity.OperationName, activity.Kind));
        Assert.DoesNotContain(activity.TagObjects, tag => tag.Value is string text && text.Contains("t/a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expelled_machine_is_told_when_it_comes_back_and_counts_again_once_it_told_what_it_has()
    {
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.PresenceAsync(new PresenceMessage(true, null, 0, "f00d000000000001"));
        await machine.ChangesAsync(1);
        await machine.AckAsync(1);
        await using (var store = new SqliteAccountStore(desk.StoreOptions()))
        {
            Assert.Single(await store.ExpelAsync(TimeProvider.System.GetUtcNow().AddDays(3000), 10, TestContext.Current.CancellationToken));
        }

        await machine.PresenceAsync(new PresenceMessage(true, null, 0, "f00d000000000001"));
        var told = await machine.UntilAsync(TopicKind.DownAck, acks => acks.Any(each => each.Ack.Closed is not null));
        Assert.Equal(new ClosedEpoch("t", 0), told[^1].Ack.Closed);
        var seen = new Device.Core.Notebook.MachineProgress(machine.Device, Device.Core.Notebook.VersionVector.Of([Facts.Note("t/a", 1).Id]), new(5));
        await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpProgress), ProgressCodec.Write(seen), MqttContract.Progress);
        var horizon = await machine.UntilAsync(TopicKind.DownHorizon, all => all.Count > 0);
        Assert.Equal((seen.Seen, seen.Time), HorizonCodec.Read(horizon[0].Payload) is var read ? (read.Seen, read.Time) : default);
        Assert.Empty(desk.Log.Errors);
    }
}
