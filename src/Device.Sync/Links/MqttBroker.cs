using System.Globalization;
using System.Net;
using Device.Messages;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Device.Sync.Links;

/// <summary>The broker behind MQTT 5 and MQTTnet. Thread-safe.</summary>
internal sealed class MqttBroker(SyncOptions options, TimeProvider time) : IBroker
{
    private readonly MqttClientFactory _factory = new();

    public async Task<IBrokerLink> ConnectAsync(LinkRequest request, CancellationToken cancellationToken)
    {
        var (link, keepAlive) = await ConnectOnceAsync(request, cancellationToken);
        if (keepAlive == TimeSpan.Zero || keepAlive >= request.KeepAlive)
        {
            return link;
        }

        // MQTTnet ignores the broker's wish for a shorter keep-alive and would be thrown out in every silence.
        await link.CloseAsync(cancellationToken);
        await link.DisposeAsync();
        (link, _) = await ConnectOnceAsync(request with { KeepAlive = keepAlive }, cancellationToken);
        return link;
    }

    private async Task<(MqttLink Link, TimeSpan KeepAlive)> ConnectOnceAsync(LinkRequest request, CancellationToken cancellationToken)
    {
        var client = _factory.CreateMqttClient();
        var link = new MqttLink(client, request);
        try
        {
            var connected = await client.ConnectAsync(Options(request), cancellationToken);
            if (connected.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new LinkException($"{options.Host}:{options.Port} refused the connection: {connected.ResultCode} {connected.ReasonString}".TrimEnd());
            }

            if (connected.MaximumQoS < MqttQualityOfServiceLevel.AtLeastOnce || !connected.RetainAvailable)
            {
                throw new LinkException($"{options.Host}:{options.Port} offers {connected.MaximumQoS}, retained messages {connected.RetainAvailable}: QoS 1 and retained messages expected");
            }

            link.Limits = new LinkLimits(
                connected.ReceiveMaximum is { } window and > 0 ? window : ushort.MaxValue,
                (int)Math.Min(connected.MaximumPacketSize is { } size and > 0 ? size : int.MaxValue, int.MaxValue),
                connected.IsSessionPresent);
            await SubscribeAsync(client, request.Filter, cancellationToken);
            return (link, TimeSpan.FromSeconds(connected.ServerKeepAlive));
        }
#pragma warning disable CA1031 // MQTTnet, sockets, TLS and files throw many types; all of them mean: no connection.
        catch (Exception e) when (e is not LinkException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
#pragma warning restore CA1031
        {
            await link.DisposeAsync();
            throw new LinkException($"{options.Host}:{options.Port}: {Innermost(e)}", e);
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    private async Task SubscribeAsync(IMqttClient client, string filter, CancellationToken cancellationToken)
    {
        var subscribe = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce, retainHandling: MqttRetainHandling.SendAtSubscribe)
            .Build();
        var result = await client.SubscribeAsync(subscribe, cancellationToken);
        if (result.Items.FirstOrDefault(i => i.ResultCode is not (MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2)) is { } refused)
        {
            throw new LinkException($"{options.Host}:{options.Port} refused the subscription to {filter}: {refused.ResultCode}, {MqttClientSubscribeResultCode.GrantedQoS1} expected");
        }
    }

    private MqttClientOptions Options(LinkRequest request)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithEndPoint(new DnsEndPoint(options.Host, options.Port))
            .WithStreamProvider(new BrokerStream(options, time))
            .WithClientId(request.Device.Value)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)request.SessionExpiry.TotalSeconds)
            .WithKeepAlivePeriod(request.KeepAlive)
            .WithReceiveMaximum((ushort)request.ReceiveMaximum)
            .WithMaximumPacketSize((uint)request.MaximumPacketBytes)
            .WithRequestProblemInformation(true)
            .WithTryPrivate(false)
            // Every call here has its own token; this is only what MQTTnet falls back to.
            .WithTimeout(options.ConnectTimeout)
            .WithWillTopic(request.Will.Topic.ToString())
            .WithWillPayload(request.Will.Payload)
            .WithWillContentType(request.Will.ContentType)
            .WithWillRetain(request.Will.Retain)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillUserProperty(MqttContract.VersionProperty, Utf8(MqttContract.Version));
        if (options.CertificateFile.Length == 0)
        {
            builder.WithCredentials(request.Device.Value, (byte[]?)null);
        }

        return builder.Build();
    }

    internal static ReadOnlyMemory<byte> Utf8(int number) => System.Text.Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message;
    }
}
