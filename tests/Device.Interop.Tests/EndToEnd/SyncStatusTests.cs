using System.Text.Json;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>What a technician asks the running service about sync.</summary>
public sealed class SyncStatusTests
{
    [Fact]
    public async Task A_machine_without_a_broker_says_what_waits_and_why_and_now_fails()
    {
        using var folder = new TempFolder();
        await using var machine = await Deviced.StartAsync(folder["data"], "--Sync:Enabled", "true", "--broker-host", "127.0.0.1", "--broker-port", "1");
        await machine.RecordsAfterOneStrokeAsync();

        var (code, now, error) = await RunAsync("sync", "now", "--seconds", "2", "--json", "--data", folder["data"]);
        Assert.Equal(1, code);
        Assert.False(now.GetProperty("drained").GetBoolean());
        Assert.Contains("refused", error, StringComparison.OrdinalIgnoreCase);

        var (_, status, _) = await RunAsync("sync", "status", "--json", "--data", folder["data"]);
        Assert.True(status.GetProperty("running").GetBoolean());
        Assert.Equal("127.0.0.1:1", status.GetProperty("broker").GetString());
        Assert.NotEqual(0, status.GetProperty("pending").GetInt64());
        Assert.NotEmpty(status.GetProperty("errors").EnumerateArray());
        Assert.Equal("auto", status.GetProperty("meteredMode").GetString());

        await using var metered = Run.Start(Built.Devicectl, ["sync", "metered", "yes", "--data", folder["data"]]);
        Assert.Equal(0, await metered.ExitAsync());
        (_, status, _) = await RunAsync("sync", "status", "--json", "--data", folder["data"]);
        Assert.Equal((true, "yes"), (status.GetProperty("metered").GetBoolean(), status.GetProperty("meteredMode").GetString()));
    }

    private static async Task<(int Code, JsonElement Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var run = Run.Start(Built.Devicectl, arguments);
        var code = await run.ExitAsync();
        return (code, JsonDocument.Parse(run.Output).RootElement, run.Errors);
    }
}
