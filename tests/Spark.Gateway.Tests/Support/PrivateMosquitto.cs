using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Spark.Gateway.Tests.Support;

/// <summary>A Mosquitto of the test's own on a free loopback port.</summary>
internal sealed class PrivateMosquitto : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Process _server;

    private PrivateMosquitto(string program, int port)
    {
        Port = port;
        File.WriteAllText(_folder.File("mosquitto.conf"), string.Create(
            CultureInfo.InvariantCulture,
            $"listener {port} 127.0.0.1\nallow_anonymous true\nuser root\nmax_queued_messages 0\nmax_inflight_messages 200\nlog_type error\n"));
        ProcessStartInfo start = new(program, ["-c", _folder.File("mosquitto.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _server = Process.Start(start)!;
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
    }

    public int Port { get; }

    /// <summary>Starts one; skips the test where there is no Mosquitto.</summary>
    public static async Task<PrivateMosquitto> StartAsync()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "mosquitto")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "mosquitto is neither in PATH nor in /usr/sbin: the test of shared subscriptions did not run");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        PrivateMosquitto broker = new(program!, port);
        await broker.UntilReadyAsync();
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _folder.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
                return;
            }
            catch (SocketException) when (!_server.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }
    }
}
