using System.Collections.Concurrent;
using System.Diagnostics;
using Device.Messages;
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
}
