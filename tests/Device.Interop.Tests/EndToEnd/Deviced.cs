using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Device.Interop.Tests.EndToEnd;

/// <summary>The service alone, without a cloud.</summary>
internal sealed class Deviced : IAsyncDisposable
{
    private readonly Run _run;
    private readonly string _token;

    private Deviced(Run run, HttpClient http, string token) => (_run, Http, _token) = (run, http, token);

    public HttpClient Http { get; }

    public static async Task<Deviced> StartAsync(string data, params IEnumerable<string> arguments)
    {
        var run = Run.Start(Built.Deviced, ["--data", data, "--port", "0", .. arguments]);
        var port = Path.Combine(data, "run", "port");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!File.Exists(port))
        {
            Assert.False(!Directory.Exists($"/proc/{run.Id}"), $"deviced ended:\n{run.Output}\n{run.Errors}");
            await Task.Delay(20, limit.Token);
        }

        var token = await File.ReadAllTextAsync(Path.Combine(data, "run", "token"), limit.Token);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{await File.ReadAllTextAsync(port, limit.Token)}/") };
        http.DefaultRequestHeaders.Add("X-Device-Token", token);
        return new Deviced(run, http, token);
    }

    /// <summary>Draws one stroke and tells how many facts are on flash then.</summary>
    public async Task<long> RecordsAfterOneStrokeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol($"device.{_token}");
        await socket.ConnectAsync(new UriBuilder(Http.BaseAddress!) { Scheme = "ws", Path = "api/pen" }.Uri, stop);
        await socket.SendAsync(Record(2, 300, 300, 0), WebSocketMessageType.Binary, true, stop);
        await socket.SendAsync(Record(2, 400, 320, 10), WebSocketMessageType.Binary, true, stop);
        await socket.SendAsync(Record(0, 400, 320, 20), WebSocketMessageType.Binary, true, stop);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
        using var settled = await Http.PostAsync("api/settle?cloud=false&seconds=60", new StringContent("{}", Encoding.UTF8, "application/json"), stop);
        using var state = JsonDocument.Parse(await Http.GetStringAsync("api/state", stop));
        return state.RootElement.GetProperty("sync").GetProperty("records").GetInt64();
    }

    /// <summary>Stops it as systemd does.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        _run.Signal(Run.Terminate);
        return _run.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _run.DisposeAsync();
    }

    private static byte[] Record(byte phase, float x, float y, double time)
    {
        var record = new byte[20];
        record[0] = phase;
        BitConverter.TryWriteBytes(record.AsSpan(2), (ushort)30_000);
        BitConverter.TryWriteBytes(record.AsSpan(4), x);
        BitConverter.TryWriteBytes(record.AsSpan(8), y);
        BitConverter.TryWriteBytes(record.AsSpan(12), time);
        return record;
    }
}
