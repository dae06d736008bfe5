using System.Buffers;
using System.Text;
using Device.Core.Notebook;
using Device.Messages;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Spark.Gateway.Tests.Support;

/// <summary>A machine as the gateway sees it: a client of the broker that keeps what it is sent.</summary>
internal sealed class FakeMachine : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeMachine(string name) => Device = DeviceId.Parse(name);

    public DeviceId Device { get; }

    public sealed record Received(DeviceTopic Topic, byte[] Payload, IReadOnlyDictionary<string, string> Properties)
    {
        public ReplyMessage Reply => MessageJson.Read<ReplyMessage>(Payload);

        public AckMessage Ack => MessageJson.Read<AckMessage>(Payload);

        public IReadOnlyList<Fact> Facts => ChangesCodec.Read(Payload);
    }

    public static async Task<FakeMachine> ConnectAsync(string name, int port)
    {
        FakeMachine machine = new(name);
        machine._client.ApplicationMessageReceivedAsync += machine.ReceiveAsync;
        await machine._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", port).WithClientId(name).Build(),
            TestContext.Current.CancellationToken);
        await machine._client.SubscribeAsync(
            DeviceTopic.DownFilter(machine.Device), MqttQualityOfServiceLevel.AtLeastOnce, TestContext.Current.CancellationToken);
        return machine;
    }

    public Task ChangesAsync(params ulong[] sequences) => FactsAsync([.. sequences.Select(sequence => Support.Facts.Note(Device.Value, sequence))]);

    public Task FactsAsync(params Fact[] facts) =>
        SendAsync(new DeviceTopic(Device, TopicKind.UpChanges), ChangesCodec.Write(facts, int.MaxValue, out _), MqttContract.Facts);

    /// <summary>Sends facts as part of a trace.</summary>
    public Task TracedAsync(string trace, params ulong[] sequences) => SendRawAsync(
        new DeviceTopic(Device, TopicKind.UpChanges).ToString(),
        ChangesCodec.Write([.. sequences.Select(sequence => Support.Facts.Note(Device.Value, sequence))], int.MaxValue, out _),
        MqttContract.Facts,
        trace: trace);

    public Task AskAsync(string id, string text, string model = "", string language = "zh-CN", string context = "") => SendAsync(
        new DeviceTopic(Device, TopicKind.UpRequest, id), MessageJson.Write(new RequestMessage(text, context, language, model)), MqttContract.Json);

    public Task PresenceAsync(PresenceMessage presence) =>
        SendAsync(new DeviceTopic(Device, TopicKind.UpPresence), MessageJson.Write(presence), MqttContract.Json);

    public Task SendAsync(DeviceTopic topic, byte[] payload, string contentType, string version = "1") =>
        SendRawAsync(topic.ToString(), payload, contentType, version);

    public async Task SendRawAsync(string topic, byte[] payload, string contentType, string version = "1", string? trace = null)
    {
        var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithContentType(contentType)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithUserProperty(MqttContract.VersionProperty, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(version)));
        if (trace is not null)
        {
            message.WithUserProperty(MqttContract.TraceProperty, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(trace)));
        }

        await _client.PublishAsync(message.Build(), TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until what has been received of a kind is enough.</summary>
    public async Task<List<Received>> UntilAsync(TopicKind kind, Func<List<Received>, bool> isEnough)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task more;
            lock (_gate)
            {
                List<Received> sofar = [.. _received.Where(each => each.Topic.Kind == kind)];
                if (isEnough(sofar))
                {
                    return sofar;
                }

                more = _more.Task;
            }

            await more.WaitAsync(limit.Token);
        }
    }

    public async Task<AckMessage> AckAsync(ulong contiguous) =>
        (await UntilAsync(TopicKind.DownAck, acks => acks.Any(each => each.Ack.Contiguous >= contiguous))).Last(each => each.Ack.Contiguous >= contiguous).Ack;

    /// <summary>The highest contiguous sequence acknowledged, once it is the wanted one or the patience of a machine has ended.</summary>
    public async Task<ulong> ContiguousWithinAsync(TimeSpan patience, ulong wanted)
    {
        try
        {
            return (await UntilAsync(TopicKind.DownAck, acks => acks.Any(each => each.Ack.Contiguous >= wanted)).WaitAsync(patience)).Max(each => each.Ack.Contiguous);
        }
        catch (TimeoutException)
        {
            return (await UntilAsync(TopicKind.DownAck, _ => true)).Select(each => each.Ack.Contiguous).DefaultIfEmpty().Max();
        }
    }

    /// <summary>Waits for the last part of an answer.</summary>
    public async Task<List<ReplyMessage>> AnswerAsync(string id) =>
        [.. (await UntilAsync(TopicKind.DownReply, all => all.Any(each => each.Topic.RequestId == id && each.Reply.Final)))
            .Where(each => each.Topic.RequestId == id).Select(each => each.Reply)];

    public async ValueTask DisposeAsync()
    {
        await _client.TryDisconnectAsync();
        _client.Dispose();
    }

    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        Assert.True(DeviceTopic.TryParse(args.ApplicationMessage.Topic, out var topic));
        var properties = args.ApplicationMessage.UserProperties.ToDictionary(each => each.Name, each => Encoding.UTF8.GetString(each.ValueBuffer.Span));
        lock (_gate)
        {
            _received.Add(new Received(topic, args.ApplicationMessage.Payload.ToArray(), properties));
            var more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            more.SetResult();
        }

        return Task.CompletedTask;
    }
}
