using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Device.Host.Tests.Survival;

namespace Device.Host.Tests.Speech;

/// <summary>The real service in a process of its own, killed while it records: it comes back with all but a second of the recording.</summary>
public sealed class RecorderKillTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("device-recorder-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Killed_in_the_middle_of_a_recording_the_service_comes_back_with_all_but_a_second_of_it()
    {
        var random = new Random(8);
        var taken = new List<double>();
        for (var round = 0; round < 2; round++)
        {
            using var service = await StartAsync();
            using var http = await ConnectAsync(service);
            Assert.Equal(200, (int)(await http.PostAsJsonAsync("api/recorder", new { action = "start", title = $"{round}" }, Ct)).StatusCode);
            var until = 1 + (2 * random.NextDouble());
            var seconds = 0.0;
            while (seconds < until)
            {
                seconds = (await http.GetFromJsonAsync<JsonElement>("api/recorder", Ct)).GetProperty("seconds").GetDouble();
            }

            service.Kill();
            await service.WaitForExitAsync(Ct);
            taken.Add(seconds);
        }

        using var again = await StartAsync();
        using var client = await ConnectAsync(again);
        JsonElement[] recordings = [];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (recordings.Length < 2 || recordings.Any(r => r.GetProperty("milliseconds").GetInt32() == 0))
        {
            recordings = await client.GetFromJsonAsync<JsonElement[]>("api/recordings", patience.Token) ?? [];
        }

        foreach (var (recording, seconds) in recordings.Zip(taken))
        {
            var kept = recording.GetProperty("milliseconds").GetInt32() / 1_000.0;
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s recorded, {kept:F2} s kept"));
            Assert.InRange(seconds - kept, -5, 1);
        }

        again.Kill();
        await again.WaitForExitAsync(Ct);
    }

    private async Task<Process> StartAsync()
    {
        var port = Path.Combine(_data.FullName, "run", "port");
        if (File.Exists(port))
        {
            File.Delete(port);
        }

        var process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "deviced"),
            ["--data", _data.FullName, "--id", "test/machine", "--board", "simulated", "--port", "0", "--Device:StopWithInput", "true", "--Device:PanelSpeed", "1000"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await FaultyMachine.UntilAsync("the service runs", () => process.HasExited || (File.Exists(port) && File.ReadAllText(port).Length > 0));
        Assert.False(process.HasExited);
        return process;
    }

    private async Task<HttpClient> ConnectAsync(Process service)
    {
        var run = Path.Combine(_data.FullName, "run");
        Assert.False(service.HasExited);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{(await File.ReadAllTextAsync(Path.Combine(run, "port"), Ct)).Trim()}/") };
        http.DefaultRequestHeaders.Add("X-Device-Token", (await File.ReadAllTextAsync(Path.Combine(run, "token"), Ct)).Trim());
        return http;
    }
}
