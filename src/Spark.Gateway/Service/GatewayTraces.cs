using System.Diagnostics;
using Device.Messages;
using Spark.Gateway.Broker;

namespace Spark.Gateway.Service;

/// <summary>
/// The gateway's part of a trace (W3C Trace Context): a message that carries one is gone on with, and what is sent because of it
/// carries it further. Holds kinds and counts, never names or words. Safe to use from any thread.
/// </summary>
internal static class GatewayTraces
{
    /// <summary>Name of the source.</summary>
    public const string Name = "Spark.Gateway";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Where a message's trace stands; default when it has none that can be read.</summary>
    public static ActivityContext Read(string? parent) => ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? context : default;

    /// <summary>Begins the handling of messages that are handled together: it belongs to the first trace and is linked with the others.</summary>
    /// <returns>To be disposed of at the end; null when nobody listens.</returns>
    public static Activity? Begin(TopicKind kind, IReadOnlyList<InboundMessage> messages)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var contexts = messages.Select(message => message.Trace).Where(trace => trace != default).Distinct().ToList();
        var activity = Source.StartActivity(
            kind.ToString(), ActivityKind.Consumer, contexts.FirstOrDefault(), links: contexts.Skip(1).Select(context => new ActivityLink(context)));
        return activity?.SetTag("messaging.system", "mqtt").SetTag("messaging.batch.message_count", messages.Count);
    }
}
