using System.Text;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/reported</c>: what a machine is and runs is kept for the operator.</summary>
internal sealed class ReportedHandler(IAccountStore store, TimeProvider timeProvider)
{
    /// <summary>Handles one message.</summary>
    /// <exception cref="MessageFormatException">The payload is not a report.</exception>
    public async Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (message.Payload.IsEmpty)
        {
            return;
        }

        // Written anew, so that only fields of the contract are kept.
        var report = Encoding.UTF8.GetString(MessageJson.Write(MessageJson.Read<ReportedMessage>(message.Payload.Span)));
        await store.SetReportedAsync(message.Topic.Device, report, timeProvider.GetUtcNow(), cancellationToken);
    }
}
