using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/presence</c>: a machine that comes online is sent what it has not seen, and told when it has to rejoin.</summary>
internal sealed partial class PresenceHandler(
    IAccountStore store, IDownlink downlink, CatchUp catchUp, TimeProvider timeProvider, GatewayMetrics metrics, ILogger<PresenceHandler> logger)
{
    private readonly ILogger<PresenceHandler> _logger = logger;

    /// <summary>Handles messages in one transaction; when all machines of a fleet come back at once, they come in batches. Of a machine the last one counts.</summary>
    /// <exception cref="System.Data.Common.DbException">The store failed; machines say their presence again.</exception>
    public async Task HandleAsync(IReadOnlyList<InboundMessage> messages, CancellationToken cancellationToken)
    {
        Dictionary<DeviceId, PresenceMessage> told = [];
        // An empty retained message: somebody cleared what the broker kept of a machine that is gone.
        foreach (var message in messages.Where(message => !message.Payload.IsEmpty))
        {
            if (Read(message) is { } presence)
            {
                told.Remove(message.Topic.Device);
                told.Add(message.Topic.Device, presence);
            }
        }

        if (told.Count == 0)
        {
            return;
        }

        var now = timeProvider.GetUtcNow();
        var machines = await store.SetPresenceAsync([.. told.Select(each => new Presence(each.Key, each.Value.Online, Epoch(each.Value), now))], cancellationToken);
        foreach (var machine in machines.Where(machine => told[machine.Device].Online))
        {
            var presence = told[machine.Device];
            var seen = presence.Stream == machine.Account ? Math.Max(0, presence.Seen) : 0;
            catchUp.Ask(new FactCursor(machine.Account, seen, machine.Device, Epoch(presence)));
        }

        foreach (var machine in machines.Where(machine => machine is { IsClosed: true, Epoch: not null } && told[machine.Device].Online))
        {
            await TellClosedAsync(machine.Device, machine.Epoch!.Value, cancellationToken);
        }
    }

    /// <summary>A machine may have nothing to send and would otherwise learn of its expulsion only with the next word written.</summary>
    private async Task TellClosedAsync(DeviceId device, ulong epoch, CancellationToken cancellationToken)
    {
        var told = await store.AppendAsync([new FactBatch(device, epoch, [])], cancellationToken);
        await downlink.SendAsync(
            new OutboundMessage(new DeviceTopic(device, TopicKind.DownAck), MessageJson.Write(told[0].Ack), MqttContract.Json), cancellationToken);
    }

    private PresenceMessage? Read(InboundMessage message)
    {
        try
        {
            return MessageJson.Read<PresenceMessage>(message.Payload.Span);
        }
        catch (MessageFormatException e)
        {
            metrics.Rejected("format");
            LogFormat(message.Topic.Device, e.Field);
            return null;
        }
    }

    private static ulong? Epoch(PresenceMessage presence) => presence.Epoch is { } epoch ? EpochText.Read(epoch) : null;

    [LoggerMessage(1315, LogLevel.Warning, "{Device} sent a presence that was rejected: {Field} is not as the contract says.")]
    private partial void LogFormat(DeviceId device, string field);
}
