using System.Text;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/reported</c>: what a machine is and runs is kept for the operator.</summary>
internal sealed class ReportedHandler(IAccountStore store, DesiredSender sender, TimeProvider timeProvider)
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
        var report = MessageJson.Read<ReportedMessage>(message.Payload.Span);
        await store.SetReportedAsync(message.Topic.Device, Encoding.UTF8.GetString(MessageJson.Write(report)), timeProvider.GetUtcNow(), cancellationToken);
        if (await store.DesiredAsync(message.Topic.Device, cancellationToken) is { } desired && desired.Version > report.DesiredVersion)
        {
            // The broker's retained copy may be gone; a machine that has it already ignores this one.
            await sender.SendAsync(message.Topic.Device, desired, cancellationToken);
        }
    }
}
