using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/withheld</c>: facts that a machine keeps to itself are named as holes no more.</summary>
internal sealed class WithheldHandler(IAccountStore store)
{
    /// <summary>Handles one message.</summary>
    /// <exception cref="MessageFormatException">The payload does not name facts.</exception>
    public Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var withheld = MessageJson.Read<WithheldMessage>(message.Payload.Span);
        return store.WithholdAsync(message.Topic.Device, EpochText.Read(withheld.Epoch), withheld.Ranges, cancellationToken);
    }
}
