using System.Buffers;
using System.Globalization;
using Device.Messages;
using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Spark.Gateway.Service;

namespace Spark.Gateway.Broker;

/// <summary>
/// The connection to the broker: keeps it, takes messages in, sends messages out. Reception only checks and hands on, so that
/// nothing a machine sends can stall it.
/// </summary>
internal sealed partial class BrokerConnection : IDownlink, IDisposable
{
    // Topic, properties and headers of a packet besides its payload.
    private const int PacketOverhead = 1024;
    private const int SmallestPayload = 4 * 1024;
    private const string Group = "gateway";

    private readonly BrokerOptions _options;
    private readonly MqttClientOptions _clientOptions;
    private readonly TimeProvider _timeProvider;
    private readonly BackOff _backOff;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger<BrokerConnection> _logger;
    private readonly IMqttClient _client;
    private SemaphoreSlim _window;
    private Func<InboundMessage, bool> _take = _ => false;
    private OrderedAcknowledgement _acknowledgement = new();
    private TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrokerConnection(
        IOptions<BrokerOptions> options, WorkerName worker, TimeProvider timeProvider, Random random, GatewayMetrics metrics, ILogger<BrokerConnection> logger)
    {
        _options = options.Value;
        _clientOptions = BrokerClientOptions.From(_options, worker.Value);
        _timeProvider = timeProvider;
        _backOff = new BackOff(_options.BackOffMs, _options.BackOffLimitMs, random);
        _metrics = metrics;
        _logger = logger;
        _window = new SemaphoreSlim(_options.SendMaximum);
        _client = new MqttClientFactory().CreateMqttClient();
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += _ =>
        {
            IsReady = false;
            _acknowledgement.Close();
            _lost.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>Whether the gateway is connected and subscribed.</summary>
    public bool IsReady { get; private set; }

    public int MaxPayloadBytes { get; private set; } = MqttContract.MaxPayloadBytes;

    /// <summary>Keeps the connection until cancelled; then stops taking messages in, but can still send.</summary>
    /// <param name="take">Takes a message without waiting; false when it is full.</param>
    /// <param name="onReady">Called each time the gateway is connected and subscribed.</param>
    /// <param name="cancellationToken">Ends reception.</param>
    public async Task RunAsync(Func<InboundMessage, bool> take, Action onReady, CancellationToken cancellationToken)
    {
        _take = take;
        try
        {
            while (true)
            {
                if (await TryConnectAsync(cancellationToken))
                {
                    onReady();
                    await _lost.Task.WaitAsync(cancellationToken);
                    LogLost(_options.Host, _options.Port);
                }

                await Task.Delay(_backOff.Next(), _timeProvider, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopReceivingAsync();
        }
    }

    public async Task<bool> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        // Each connection has a window of its own.
        var window = _window;
        await window.WaitAsync(cancellationToken);
        var isTaken = false;
        try
        {
            isTaken = await PublishAsync(message, cancellationToken);
            return isTaken;
        }
        finally
        {
            window.Release();
            _metrics.Sent(message.Topic.Kind, isTaken);
        }
    }

    /// <summary>Says goodbye to the broker.</summary>
    public async Task CloseAsync()
    {
        IsReady = false;
        await _client.TryDisconnectAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _window.Dispose();
    }

    private async Task<bool> PublishAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        if (!_client.IsConnected)
        {
            return false;
        }

        MqttApplicationMessageBuilder builder = new();
        builder.WithTopic(message.Topic.ToString())
            .WithPayload(message.Payload)
            .WithContentType(message.ContentType)
            .WithRetainFlag(message.Retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithUserProperty(MqttContract.VersionProperty, Utf8(MqttContract.Version.ToString(CultureInfo.InvariantCulture)));
        foreach (var (name, value) in message.Properties)
        {
            builder.WithUserProperty(name, Utf8(value));
        }

        if (System.Diagnostics.Activity.Current is { Recorded: true, Id: { } trace })
        {
            builder.WithUserProperty(MqttContract.TraceProperty, Utf8(trace));
        }

        using var limit = Limit(cancellationToken);
        try
        {
            var result = await _client.PublishAsync(builder.Build(), limit.Token);
            if (!result.IsSuccess)
            {
                LogRefused(message.Topic.Kind, (int)result.ReasonCode);
            }

            return result.IsSuccess;
        }
        catch (Exception e) when (IsBroker(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogNotSent(message.Topic.Kind, e.GetType().Name);
            return false;
        }
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = Limit(cancellationToken);
            if (_client.IsConnected)
            {
                // A late word of an older connection's end; the client connects only when it is not connected.
                await _client.TryDisconnectAsync();
            }

            _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _acknowledgement = new OrderedAcknowledgement();
            var connected = await _client.ConnectAsync(_clientOptions, limit.Token);
            if (connected.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new MqttCommunicationException($"the broker answered {connected.ResultCode}");
            }

            TakeLimits(connected);
            await SubscribeAsync(limit.Token);
            _backOff.Reset();
            IsReady = true;
            _metrics.Connected(true);
            LogReady(_options.Host, _options.Port, MaxPayloadBytes);
            return true;
        }
        catch (Exception e) when (IsBroker(e) || e is InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _client.TryDisconnectAsync();
            _metrics.Connected(false);
            LogNoConnection(_options.Host, _options.Port, e.GetType().Name, e.Message);
            return false;
        }
    }

    // The client obeys neither limit of the broker by itself, and tells 0 where the broker named none.
    private void TakeLimits(MqttClientConnectResult connected)
    {
        var packet = connected.MaximumPacketSize is > 0 and < int.MaxValue ? (int)connected.MaximumPacketSize.Value : int.MaxValue;
        MaxPayloadBytes = Math.Clamp(packet - PacketOverhead, SmallestPayload, MqttContract.MaxPayloadBytes);
        var window = connected.ReceiveMaximum is > 0 ? connected.ReceiveMaximum.Value : int.MaxValue;
        _window = new SemaphoreSlim(Math.Min(window, _options.SendMaximum));
    }

    private string Filter => _options.SharedSubscription ? $"$share/{Group}/{DeviceTopic.UpFilter}" : DeviceTopic.UpFilter;

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        var subscribed = await _client.SubscribeAsync(Filter, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
        var item = subscribed.Items.Single();
        if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
        {
            throw new MqttCommunicationException(
                $"the broker refused to subscribe to {Filter} ({item.ResultCode}); a broker without shared subscriptions needs Broker:SharedSubscription=false");
        }
    }

    private async Task StopReceivingAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(_options.ReplySeconds), _timeProvider);
            await _client.UnsubscribeAsync(Filter, limit.Token);
        }
        catch (Exception e) when (IsBroker(e))
        {
            // Already disconnected: nothing comes in either way.
        }
    }

    private async Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        // The acknowledgement is the broker's flow control, so it is sent when the message has been dealt with. Not every broker
        // keeps to the receive maximum (Mosquitto 2.0.11 loses count), so what waits here has limits of its own.
        received.AutoAcknowledge = false;
        var settle = _acknowledgement.Add(token => SettleAsync(received, token));
        var reason = InboundCheck.Refusal(received.ApplicationMessage, out var topic);
        if (reason is null)
        {
            _metrics.Received(topic.Kind);
            InboundMessage message = new(
                topic,
                received.ApplicationMessage.Payload.ToArray(),
                received.ApplicationMessage.ContentType ?? "",
                topic.Kind == TopicKind.UpBlob ? _ => Task.CompletedTask : settle)
            {
                Trace = Trace(received.ApplicationMessage),
            };
            if (_take(message))
            {
                if (topic.Kind == TopicKind.UpBlob)
                {
                    // Acknowledgements are sent in order, and facts must not wait for a blob's turn. A blob that is lost here comes again.
                    await settle(CancellationToken.None);
                }

                return;
            }

            reason = "full";
        }

        _metrics.Rejected(reason);
        LogRejected(reason, received.ApplicationMessage.Payload.Length);
        await settle(CancellationToken.None);
    }

    private static System.Diagnostics.ActivityContext Trace(MqttApplicationMessage message)
    {
        var property = message.UserProperties?.Find(each => each.Name == MqttContract.TraceProperty);
        return property is null ? default : GatewayTraces.Read(System.Text.Encoding.UTF8.GetString(property.ValueBuffer.Span));
    }

    private static async Task SettleAsync(MqttApplicationMessageReceivedEventArgs received, CancellationToken cancellationToken)
    {
        try
        {
            await received.AcknowledgeAsync(cancellationToken);
        }
        catch (Exception e) when (IsBroker(e) || e is InvalidOperationException)
        {
            // The connection that brought the message is gone, and its window with it.
        }
    }

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        // On the wall clock, like the client's own limits: a test's clock must not end a real conversation with a broker.
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(_options.ReplySeconds));
        return limit;
    }

    private static bool IsBroker(Exception e) => e is MqttCommunicationException or MqttProtocolViolationException
        or OperationCanceledException or IOException or System.Net.Sockets.SocketException
        or System.Security.Authentication.AuthenticationException or ObjectDisposedException or MqttClientDisconnectedException;

    private static ReadOnlyMemory<byte> Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    [LoggerMessage(1201, LogLevel.Information, "Connected to {Host}:{Port}; payloads up to {Bytes} bytes.")]
    private partial void LogReady(string host, int port, int bytes);

    [LoggerMessage(1202, LogLevel.Warning, "No connection to {Host}:{Port}: {Kind}: {Why}")]
    private partial void LogNoConnection(string host, int port, string kind, string why);

    [LoggerMessage(1203, LogLevel.Warning, "Connection to {Host}:{Port} lost.")]
    private partial void LogLost(string host, int port);

    [LoggerMessage(1204, LogLevel.Warning, "The broker refused a message of kind {Kind}: reason {Reason}.")]
    private partial void LogRefused(TopicKind kind, int reason);

    [LoggerMessage(1205, LogLevel.Warning, "A message of kind {Kind} was not sent: {Why}.")]
    private partial void LogNotSent(TopicKind kind, string why);

    [LoggerMessage(1206, LogLevel.Warning, "A message of {Bytes} bytes was rejected: {Reason}.")]
    private partial void LogRejected(string reason, long bytes);
}
