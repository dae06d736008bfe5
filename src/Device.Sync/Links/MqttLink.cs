using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Device.Messages;
using MQTTnet;
using MQTTnet.Protocol;

namespace Device.Sync.Links;

/// <summary>One MQTTnet client for one connection. Thread-safe.</summary>
internal sealed class MqttLink : IBrokerLink
{
    private readonly IMqttClient _client;
    private readonly LinkRequest _request;
    private readonly Channel<IncomingMessage> _incoming;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MqttLink(IMqttClient client, LinkRequest request)
    {
        _client = client;
        _request = request;
        // Holds what the broker may send unacknowledged. When full, MQTTnet's dispatcher waits: nothing is lost, and
        // the broker stops by itself at the receive maximum.
        _incoming = Channel.CreateBounded<IncomingMessage>(request.ReceiveMaximum);
        client.ApplicationMessageReceivedAsync += OnReceivedAsync;
        client.DisconnectedAsync += OnDisconnectedAsync;
    }

    public LinkLimits Limits { get; set; }

    public ChannelReader<IncomingMessage> Incoming => _incoming.Reader;

    public Task<string> Ended => _ended.Task;

    public async Task<PublishOutcome> PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var packet = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic.ToString())
            .WithPayload(message.Payload)
            .WithContentType(message.ContentType)
            .WithUserProperty(MqttContract.VersionProperty, MqttBroker.Utf8(MqttContract.Version))
            .WithRetainFlag(message.Retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        try
        {
            var result = await _client.PublishAsync(packet, cancellationToken);
            return new PublishOutcome(result.IsSuccess, result.IsSuccess ? "" : $"{result.ReasonCode} {result.ReasonString}".TrimEnd());
        }
#pragma warning disable CA1031 // Whatever MQTTnet throws here, the message's fate is unknown and the connection is not to be trusted.
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
#pragma warning restore CA1031
        {
            throw new LinkException($"the connection ended while a message was sent: {e.Message}", e);
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.DisconnectAsync(
                new MqttClientDisconnectOptions
                {
                    Reason = MqttClientDisconnectOptionsReason.NormalDisconnection,
                    SessionExpiryInterval = (uint)_request.SessionExpiry.TotalSeconds,
                },
                cancellationToken);
        }
#pragma warning disable CA1031 // A goodbye that does not arrive is a lost connection, which is what was wanted.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        End("closed");
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>MQTTnet never acknowledges a message whose handler throws, and stalls when the window is full of them: this one only hands over.</summary>
    private async Task OnReceivedAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        received.AutoAcknowledge = false;
        var message = received.ApplicationMessage;
        var incoming = new IncomingMessage(
            message.Topic,
            message.Payload.ToArray(),
            message.ContentType,
            Properties(message),
            ct => AcknowledgeAsync(received, ct));
        try
        {
            await _incoming.Writer.WriteAsync(incoming, CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The connection is gone; the broker sends it again.
        }
    }

    private static Dictionary<string, string> Properties(MqttApplicationMessage message)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in message.UserProperties ?? [])
        {
            if (property.Name is MqttContract.VersionProperty or MqttContract.StreamProperty or MqttContract.AfterProperty or MqttContract.ToProperty
                or MqttContract.AllProperty)
            {
                properties[property.Name] = Encoding.UTF8.GetString(property.ValueBuffer.Span);
            }
        }

        return properties;
    }

    private static async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs received, CancellationToken cancellationToken)
    {
        try
        {
            await received.AcknowledgeAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Without a connection there is nobody to tell; the broker sends the message again.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs disconnected)
    {
        End($"{disconnected.Reason} {disconnected.ReasonString} {disconnected.Exception?.Message}".TrimEnd());
        return Task.CompletedTask;
    }

    private void End(string reason)
    {
        _ended.TrySetResult($"the connection ended: {reason}");
        _incoming.Writer.TryComplete();
    }
}
