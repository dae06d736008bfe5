using System.Net;
using System.Net.Sockets;
using MQTTnet.Server;

namespace Spark.Gateway.Tests.Support;

/// <summary>A real broker in this process on a free loopback port.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private MqttServer? _server;

    public TestBroker()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public static async Task<TestBroker> StartedAsync()
    {
        TestBroker broker = new();
        await broker.StartAsync();
        return broker;
    }

    public async Task StartAsync()
    {
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(Port)
            .WithDefaultEndpointReuseAddress()
            .Build();
        _server = new MqttServerFactory().CreateMqttServer(options);
        await _server.StartAsync();
    }

    public async Task StopAsync()
    {
        await _server!.StopAsync(new MqttServerStopOptionsBuilder().Build());
        _server.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await StopAsync();
        }
    }
}
