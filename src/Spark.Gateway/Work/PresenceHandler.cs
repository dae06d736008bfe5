using System.Globalization;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/presence</c>: a machine that comes online is sent what it has not seen.</summary>
internal sealed class PresenceHandler(IAccountStore store, CatchUp catchUp, TimeProvider timeProvider)
{
    /// <summary>Handles one message.</summary>
    /// <exception cref="MessageFormatException">The payload is not a presence.</exception>
    public async Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (message.Payload.IsEmpty)
        {
            // An empty retained message: somebody cleared what the broker kept of a machine that is gone.
            return;
        }

        var presence = MessageJson.Read<PresenceMessage>(message.Payload.Span);
        var device = message.Topic.Device;
        var epoch = ulong.TryParse(presence.Epoch, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : (ulong?)null;
        await store.SetPresenceAsync(device, presence.Online, epoch, timeProvider.GetUtcNow(), cancellationToken);
        if (presence.Online)
        {
            var account = (await store.MachineAsync(device, cancellationToken)).Account;
            var seen = presence.Stream == account ? Math.Max(0, presence.Seen) : 0;
            catchUp.Ask(new FactCursor(account, seen, device, epoch));
        }
    }
}
