using System.Net.Sockets;
using System.Text;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>The service as systemd sees it.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task The_watchdog_of_systemd_hears_that_the_service_is_alive()
    {
        using var folder = new TempFolder();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["notify"]));
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = folder["notify"], ["WATCHDOG_USEC"] = "400000" };
        await using var run = Run.Start(Built.Deviced, environment, ["--data", folder["data"], "--port", "0"]);
        var buffer = new byte[256];
        for (var i = 0; i < 3; i++)
        {
            var heard = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            Assert.Equal("WATCHDOG=1", Encoding.ASCII.GetString(buffer, 0, heard));
        }
    }

    [Fact]
    public async Task A_stop_by_the_service_manager_is_graceful_and_takes_its_files_along()
    {
        using var folder = new TempFolder();
        await using var machine = await Deviced.StartAsync(folder["data"]);
        await machine.RecordsAfterOneStrokeAsync();
        Assert.Equal(0, await machine.StopAsync());
        Assert.Empty(Directory.GetFiles(folder["data/run"]));
        Assert.True(File.Exists(folder["data/view/closed"]), "the view was not closed cleanly");
    }

    [Fact]
    public async Task The_metrics_page_counts_what_was_kept()
    {
        using var folder = new TempFolder();
        await using var machine = await Deviced.StartAsync(folder["data"]);
        await machine.RecordsAfterOneStrokeAsync();
        var metrics = await machine.Http.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        Assert.Contains("device_storage_journal", metrics, StringComparison.Ordinal);
        Assert.Contains("device_sync", metrics, StringComparison.Ordinal);
    }
}
