using Device.Messages;
using Spark.Gateway.Asking;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;

namespace Spark.Gateway.Work;

/// <summary>
/// Gives each message to its handler. Whatever a message does to its handler, the messages after it are handled: this is the
/// edge where failures end.
/// </summary>
internal sealed partial class MessageRouter(
    ChangesHandler changes,
    PresenceHandler presence,
    ProgressHandler progress,
    ReportedHandler reported,
    WithheldHandler withheld,
    BlobHandler blobs,
    QuestionDesk questions,
    GatewayMetrics metrics,
    ILogger<MessageRouter> logger)
{
    private readonly ILogger<MessageRouter> _logger = logger;

    /// <summary>Handles messages of one lane and settles each.</summary>
    public async Task HandleAsync(IReadOnlyList<InboundMessage> batch, CancellationToken cancellationToken)
    {
        var facts = batch.Where(message => message.Topic.Kind == TopicKind.UpChanges).ToList();
        using (facts.Count > 0 ? GatewayTraces.Begin(TopicKind.UpChanges, facts) : null)
        {
            await StoreAsync(facts, cancellationToken);
        }

        var comings = batch.Where(message => message.Topic.Kind == TopicKind.UpPresence).ToList();
        if (comings.Count > 0)
        {
            using var activity = GatewayTraces.Begin(TopicKind.UpPresence, comings);
            await TryAsync("presence", () => presence.HandleAsync(comings, cancellationToken), cancellationToken);
        }

        foreach (var message in batch.Where(message => message.Topic.Kind is not (TopicKind.UpChanges or TopicKind.UpPresence)))
        {
            using var activity = GatewayTraces.Begin(message.Topic.Kind, [message]);
            await TryAsync(message.Topic.Kind.ToString(), () => HandleAsync(message, cancellationToken), cancellationToken);
        }

        foreach (var message in batch)
        {
            await message.Settle(cancellationToken);
        }
    }

    private async Task StoreAsync(List<InboundMessage> facts, CancellationToken cancellationToken)
    {
        if (facts.Count > 0 && !await TryAsync("changes", () => changes.HandleAsync(facts, cancellationToken), cancellationToken) && facts.Count > 1)
        {
            // One bad message must not take those that were to share its transaction with it.
            foreach (var message in facts)
            {
                await TryAsync("changes", () => changes.HandleAsync([message], cancellationToken), cancellationToken);
            }
        }
    }

    private Task HandleAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        switch (message.Topic.Kind)
        {
            case TopicKind.UpProgress:
                return progress.HandleAsync(message, cancellationToken);
            case TopicKind.UpReported:
                return reported.HandleAsync(message, cancellationToken);
            case TopicKind.UpWithheld:
                return withheld.HandleAsync(message, cancellationToken);
            case TopicKind.UpBlob:
                return blobs.HandleAsync(message, cancellationToken);
            case TopicKind.UpRequest:
                return questions.HandleAsync(message, cancellationToken);
            default:
                metrics.Rejected("direction");
                return Task.CompletedTask;
        }
    }

    private async Task<bool> TryAsync(string where, Func<Task> handle, CancellationToken cancellationToken)
    {
        try
        {
            await handle();
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (MessageFormatException e)
        {
            metrics.Rejected("format");
            LogFormat(where, e.Field);
            return true;
        }
#pragma warning disable CA1031 // A fault in one message's handling must not stop the others; it is counted, and the machine sends again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Failed(where);
            // The exception's own text may quote a message, so its kind and place are logged instead.
            LogFailed(where, e.GetType().Name, e.StackTrace ?? "");
            return false;
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "A message for {Where} was rejected: its {Field} is not as the contract says.")]
    private partial void LogFormat(string where, string field);

    [LoggerMessage(1302, LogLevel.Error, "Handling {Where} failed: {Kind}{Place}")]
    private partial void LogFailed(string where, string kind, string place);
}
