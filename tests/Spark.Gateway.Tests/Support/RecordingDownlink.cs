using Device.Messages;
using Spark.Gateway.Broker;

namespace Spark.Gateway.Tests.Support;

/// <summary>Keeps what is sent, or is away.</summary>
internal sealed class RecordingDownlink : IDownlink
{
    private readonly Lock _gate = new();
    private readonly List<OutboundMessage> _sent = [];

    public bool IsAway { get; set; }

    public IReadOnlyList<OutboundMessage> Sent
    {
        get
        {
            lock (_gate)
            {
                return [.. _sent];
            }
        }
    }

    public int MaxPayloadBytes => MqttContract.MaxPayloadBytes;

    public Task<bool> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!IsAway)
            {
                _sent.Add(message);
            }
        }

        return Task.FromResult(!IsAway);
    }
}
