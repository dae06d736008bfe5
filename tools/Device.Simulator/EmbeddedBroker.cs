using System.Net;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Device.Simulator;

/// <summary>
/// An MQTT 5 broker on loopback for one simulated machine and its gateway. It keeps sessions in memory and drops beyond
/// 1,000 pending messages: fit for a desk, not for service.
/// </summary>
internal sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private EmbeddedBroker(MqttServer server, int port) => (_server, Port) = (server, port);

    public int Port { get; }

    public static async Task<EmbeddedBroker> StartAsync()
    {
        var port = LoopbackPort.Free();
        var factory = new MqttServerFactory();
        var server = factory.CreateMqttServer(factory.CreateServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .WithMaxPendingMessagesPerClient(1000)
            .WithPersistentSessions()
            .Build());
        server.InterceptingPublishAsync += Confine;
        await server.StartAsync();
        return new EmbeddedBroker(server, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }

    /// <summary>A machine's client id is its name; it may write below its own <c>up/</c> alone, as at a real broker.</summary>
    private static Task Confine(InterceptingPublishEventArgs args)
    {
        if (args.ClientId.Contains('/', StringComparison.Ordinal)
            && !args.ApplicationMessage.Topic.StartsWith($"spark/v1/{args.ClientId}/up/", StringComparison.Ordinal))
        {
            args.ProcessPublish = false;
            args.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
        }

        return Task.CompletedTask;
    }
}
