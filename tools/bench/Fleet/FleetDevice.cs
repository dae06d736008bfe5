using System.Buffers;
using System.Globalization;
using System.Text;
using Device.Core.Notebook;
using Device.Messages;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.LowLevelClient;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Device.Bench.Fleet;

/// <summary>
/// One machine as broker and gateway see it: an MQTT 5 session, presence, batches of facts that are sent again until
/// <c>down/ack</c> names them. MQTTnet's packets without its client, whose timers would cost more than the machine.
/// </summary>
internal sealed class FleetDevice(DeviceId id, ulong epoch, int port, FleetCounters counters) : IDisposable
{
    private const int ReceiveMaximum = 64;
    private const ushort PresenceId = 2;
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(5);
    private static readonly List<MqttUserProperty> Version = [new(MqttContract.VersionProperty, Encoding.UTF8.GetBytes("1"))];

    private readonly ILowLevelMqttClient _client = new MqttClientFactory().CreateLowLevelMqttClient();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _changes = new DeviceTopic(id, TopicKind.UpChanges).ToString();
    private TaskCompletionSource? _waiting;
    private ulong _wanted;
    private ushort _packet = 10;
    private string _account = "";
    private long _seen;

    public DeviceId Id => id;

    public ulong Epoch => epoch;

    /// <summary>The last sequence that was written.</summary>
    public ulong Written { get; private set; }

    /// <summary>Everything up to here was acknowledged as stored.</summary>
    public ulong Acknowledged { get; private set; }

    /// <summary>Connects, subscribes and says its presence.</summary>
    /// <exception cref="InvalidOperationException">The broker refused.</exception>
    public async Task ConnectAsync(CancellationToken ct)
    {
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(id.Value).WithTryPrivate(false).Build();
        await _client.ConnectAsync(options, ct);
        await _client.SendAsync(
            new MqttConnectPacket
            {
                ClientId = id.Value,
                CleanSession = true,
                KeepAlivePeriod = 1_200,
                ReceiveMaximum = ReceiveMaximum,
                WillFlag = true,
                WillTopic = new DeviceTopic(id, TopicKind.UpPresence).ToString(),
                WillMessage = MessageJson.Write(new PresenceMessage(false)),
                WillContentType = MqttContract.Json,
                WillQoS = MqttQualityOfServiceLevel.AtLeastOnce,
                WillRetain = true,
            },
            ct);
        if (await _client.ReceiveAsync(ct) is not MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success })
        {
            throw new InvalidOperationException($"the broker refused {id}");
        }

        var filter = new MqttTopicFilter { Topic = DeviceTopic.DownFilter(id), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        await _client.SendAsync(new MqttSubscribePacket { PacketIdentifier = 1, TopicFilters = [filter] }, ct);
        if (await _client.ReceiveAsync(ct) is not MqttSubAckPacket)
        {
            throw new InvalidOperationException($"the broker refused the subscription of {id}");
        }

        var presence = new PresenceMessage(true, _account.Length > 0 ? _account : null, _seen, epoch.ToString("x16", CultureInfo.InvariantCulture));
        await SendAsync(new DeviceTopic(id, TopicKind.UpPresence).ToString(), MessageJson.Write(presence), MqttContract.Json, PresenceId, true, ct);
    }

    /// <summary>Receives until the connection ends.</summary>
    public async Task ReceiveAsync(CancellationToken ct)
    {
        while (await _client.ReceiveAsync(ct) is { } packet)
        {
            if (packet is MqttPublishPacket publish)
            {
                await _client.SendAsync(new MqttPubAckPacket { PacketIdentifier = publish.PacketIdentifier, ReasonCode = MqttPubAckReasonCode.Success }, ct);
                Take(publish);
            }
        }
    }

    /// <summary>Writes facts and sends them until they are acknowledged; one batch at a time.</summary>
    /// <returns>From the first sending to the acknowledgement.</returns>
    public async Task<TimeSpan> WriteAsync(IReadOnlyList<FactBody> bodies, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var facts = bodies.Select(body => new Fact(new FactId(id, epoch, ++Written), default(Hlc).Next(now), body)).ToList();
            var payload = ChangesCodec.Write(facts, MqttContract.MaxPayloadBytes, out _);
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_wanted, _waiting) = (Written, done);
            var start = TimeProvider.System.GetTimestamp();
            await SendAsync(_changes, payload, MqttContract.Facts, Next(), false, ct);
            counters.Sent(payload.Length);
            while (!await EndsAsync(done.Task, ct))
            {
                counters.Resent();
                await SendAsync(_changes, payload, MqttContract.Facts, Next(), false, ct);
            }

            return TimeProvider.System.GetElapsedTime(start);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _turn.Dispose();
    }

    private static async Task<bool> EndsAsync(Task task, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(AckTimeout, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Take(MqttPublishPacket publish)
    {
        if (!DeviceTopic.TryParse(publish.Topic, out var topic))
        {
            return;
        }

        if (topic.Kind == TopicKind.DownAck)
        {
            var ack = MessageJson.Read<AckMessage>(publish.Payload.ToArray());
            counters.Rejected(ack.Rejected.Count);
            Acknowledged = Math.Max(Acknowledged, ack.Contiguous);
            if (_waiting is { } waiting && Acknowledged >= _wanted)
            {
                waiting.TrySetResult();
            }
        }
        else if (topic.Kind == TopicKind.DownChanges)
        {
            counters.Received(ChangesCodec.Read(publish.Payload.ToArray()).Count);
            _account = Property(publish, MqttContract.StreamProperty);
            _seen = Math.Max(_seen, long.Parse(Property(publish, MqttContract.ToProperty), CultureInfo.InvariantCulture));
        }
    }

    private static string Property(MqttPublishPacket publish, string name) =>
        Encoding.UTF8.GetString(publish.UserProperties.Find(p => p.Name == name)!.ValueBuffer.Span);

    private ushort Next() => _packet = _packet == ushort.MaxValue ? (ushort)10 : (ushort)(_packet + 1);

    private Task SendAsync(string topic, byte[] payload, string contentType, ushort packet, bool retain, CancellationToken ct) => _client.SendAsync(
        new MqttPublishPacket
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(payload),
            ContentType = contentType,
            PacketIdentifier = packet,
            Retain = retain,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            UserProperties = Version,
        },
        ct);
}
