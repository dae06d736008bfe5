using System.Text;
using Device.Core.Notebook;
using Device.Messages;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Device.Sync.Tests.Real;

/// <summary>A small gateway on a real broker: stores facts once, acknowledges them, replies to questions.</summary>
internal sealed class MqttGateway : IAsyncDisposable
{
    private readonly MqttClientOptions _options;
    private readonly GatewayLedger _ledger;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<MqttApplicationMessage> _seen = [];

    private MqttGateway(MqttClientOptions options, GatewayLedger ledger)
    {
        _options = options;
        _ledger = ledger;
        _client.ApplicationMessageReceivedAsync += OnReceivedAsync;
        _client.DisconnectedAsync += _ =>
        {
            Watched.Changed();
            return Task.CompletedTask;
        };
    }

    /// <summary>Says when anything below has changed.</summary>
    public Watched Watched { get; } = new();

    /// <summary>What arrived, in order.</summary>
    public IReadOnlyList<MqttApplicationMessage> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>What it waits for before it looks at a message: a gateway that is slow.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Func<RequestMessage, IEnumerable<ReplyMessage>> Reply { get; set; } = _ => [];

    public static async Task<MqttGateway> ConnectAsync(Action<MqttClientOptionsBuilder> configure, GatewayLedger ledger, CancellationToken ct)
    {
        var builder = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithClientId("gateway").WithCleanStart(true);
        configure(builder);
        var gateway = new MqttGateway(builder.Build(), ledger);
        await gateway.ConnectAsync(ct);
        return gateway;
    }

    public async Task PublishAsync(DeviceTopic topic, byte[] payload, string contentType, CancellationToken ct, bool retain = false, string version = "1")
    {
        var result = await _client.PublishAsync(
            new MqttApplicationMessageBuilder()
                .WithTopic(topic.ToString())
                .WithPayload(payload)
                .WithContentType(contentType)
                .WithUserProperty(MqttContract.VersionProperty, Encoding.UTF8.GetBytes(version).AsMemory())
                .WithRetainFlag(retain)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .Build(),
            ct);
        Assert.True(result.IsSuccess, $"{topic.Kind}: {result.ReasonCode}");
    }

    /// <summary>Waits until the last of the retained or passing presence messages says so.</summary>
    public Task UntilPresenceAsync(DeviceId device, bool online, CancellationToken ct) => Watched.UntilAsync(
        () => Seen.LastOrDefault(m => m.Topic == new DeviceTopic(device, TopicKind.UpPresence).ToString()) is { } last
            && MessageJson.Read<PresenceMessage>(Bytes(last)).Online == online,
        ct);

    public static byte[] Bytes(MqttApplicationMessage message) => System.Buffers.BuffersExtensions.ToArray(message.Payload);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    /// <summary>Connects again after the broker was away.</summary>
    public async Task ReconnectAsync(CancellationToken ct)
    {
        await Watched.UntilAsync(() => !_client.IsConnected, ct);
        while (true)
        {
            try
            {
                await ConnectAsync(ct);
                return;
            }
            catch (InvalidOperationException) when (!_client.IsConnected)
            {
                // The client says that it is disconnected a moment before it has finished disconnecting.
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        await _client.ConnectAsync(_options, ct);
        await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(DeviceTopic.UpFilter, MqttQualityOfServiceLevel.AtLeastOnce).Build(), ct);
    }

    private async Task OnReceivedAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        Assert.True(DeviceTopic.TryParse(message.Topic, out var topic));
        await Gate;

        // A publish whose connection is gone may never end, and would keep the client from reconnecting.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            if (topic.Kind == TopicKind.UpChanges)
            {
                var ack = _ledger.Store(ChangesCodec.Read(Bytes(message)));
                await PublishAsync(topic with { Kind = TopicKind.DownAck }, MessageJson.Write(ack), MqttContract.Json, limit.Token);
            }
            else if (topic.Kind == TopicKind.UpRequest)
            {
                foreach (var part in Reply(MessageJson.Read<RequestMessage>(Bytes(message))))
                {
                    await PublishAsync(topic with { Kind = TopicKind.DownReply }, MessageJson.Write(part), MqttContract.Json, limit.Token);
                }
            }
        }
        catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException)
        {
            // The broker is gone; the machine sends again.
        }

        lock (_seen)
        {
            _seen.Add(message);
        }

        Watched.Changed();
    }
}
