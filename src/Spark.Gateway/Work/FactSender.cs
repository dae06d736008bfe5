using System.Globalization;
using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>Sends facts to a machine as <c>down/changes</c>, split to the size that broker and contract allow.</summary>
internal sealed partial class FactSender(IDownlink downlink, GatewayMetrics metrics, ILogger<FactSender> logger)
{
    private readonly ILogger<FactSender> _logger = logger;

    /// <summary>Sends facts in the order of their positions.</summary>
    /// <param name="device">To whom.</param>
    /// <param name="account">The account whose positions they have.</param>
    /// <param name="after">The last position that the machine was or will be sent before these.</param>
    /// <param name="facts">1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="all">What the last of the messages says in <see cref="MqttContract.AllProperty"/>, the others 1; null for none.</param>
    /// <returns>Whether the broker took them all; after a failure the rest is not sent.</returns>
    public async Task<bool> SendAsync(
        DeviceId device, string account, long after, IReadOnlyList<PlacedFact> facts, CancellationToken cancellationToken, string? all = null)
    {
        List<Fact> rest = [.. facts.Select(fact => fact.Fact)];
        for (var sent = 0; sent < facts.Count;)
        {
            var payload = ChangesCodec.Write(rest, downlink.MaxPayloadBytes, out var taken);
            if (payload.Length > downlink.MaxPayloadBytes)
            {
                // The broker carries it neither now nor later, so the next message goes on before it: a gap would make the
                // machine ask for it for ever.
                metrics.Facts("too large", taken);
                LogTooLarge(device, payload.Length);
            }
            else
            {
                var to = facts[sent + taken - 1].Position;
                if (!await downlink.SendAsync(Message(device, account, after, to, payload, all is null || sent + taken == facts.Count ? all : "1"), cancellationToken))
                {
                    return false;
                }

                after = to;
            }

            sent += taken;
            rest.RemoveRange(0, taken);
        }

        return true;
    }

    private static OutboundMessage Message(DeviceId device, string account, long after, long to, byte[] payload, string? all)
    {
        (string Name, string Value)[] place =
        [
            (MqttContract.StreamProperty, account),
            (MqttContract.AfterProperty, after.ToString(CultureInfo.InvariantCulture)),
            (MqttContract.ToProperty, to.ToString(CultureInfo.InvariantCulture)),
        ];
        return new OutboundMessage(
            new DeviceTopic(device, TopicKind.DownChanges), payload, MqttContract.Facts, all is null ? place : [.. place, (MqttContract.AllProperty, all)]);
    }

    [LoggerMessage(1321, LogLevel.Error, "A fact for {Device} has {Bytes} bytes, more than the broker carries; it was left out.")]
    private partial void LogTooLarge(DeviceId device, int bytes);
}
