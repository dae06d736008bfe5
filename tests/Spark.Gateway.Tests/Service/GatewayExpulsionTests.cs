using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Store;
using Spark.Gateway.Tests.Support;

namespace Spark.Gateway.Tests.Service;

public sealed class GatewayExpulsionTests
{
    [Fact]
    public async Task An_expelled_machine_is_told_when_it_comes_back_and_counts_again_once_it_told_what_it_has()
    {
        await using var desk = await Desk.StartAsync();
        await using var machine = await desk.MachineAsync("t/a");
        await machine.PresenceAsync(new PresenceMessage(true, null, 0, "f00d000000000001"));
        await machine.ChangesAsync(1);
        await machine.AckAsync(1);
        var options = desk.StoreOptions();
        options.ExpelDays = 180;
        await using (var store = new SqliteAccountStore(options))
        {
            // The facts of a batch are handled before its presence, which is what says that the machine was heard.
            while ((await store.ExpelAsync(TimeProvider.System.GetUtcNow().AddDays(3000), 10, TestContext.Current.CancellationToken)).Count == 0)
            {
                await Task.Yield();
            }
        }

        await machine.PresenceAsync(new PresenceMessage(true, null, 0, "f00d000000000001"));
        var told = await machine.UntilAsync(TopicKind.DownAck, acks => acks.Any(each => each.Ack.Closed is not null));
        Assert.Equal(new ClosedEpoch("t", 0), told[^1].Ack.Closed);
        var seen = new MachineProgress(machine.Device, VersionVector.Of([Facts.Note("t/a", 1).Id]), new(5));
        await machine.SendAsync(new DeviceTopic(machine.Device, TopicKind.UpProgress), ProgressCodec.Write(seen), MqttContract.Progress);
        var horizon = await machine.UntilAsync(TopicKind.DownHorizon, all => all.Count > 0);
        Assert.Equal((seen.Seen, seen.Time), HorizonCodec.Read(horizon[0].Payload) is var read ? (read.Seen, read.Time) : default);
        Assert.Empty(desk.Log.Errors);
    }
}
