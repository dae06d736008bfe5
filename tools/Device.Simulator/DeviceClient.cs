using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json.Serialization.Metadata;
using Device.Core.Ink;

namespace Device.Simulator;

/// <summary>A client of the machine's local API. Not thread-safe.</summary>
internal sealed class DeviceClient : IDisposable
{
    private const int RecordBytes = 20;

    private const int RecordsPerMessage = 200;

    private readonly HttpClient _http;
    private readonly string _token;
    private readonly float _pixelsPerMillimetre;

    private DeviceClient(HttpClient http, string token, float pixelsPerMillimetre) =>
        (_http, _token, _pixelsPerMillimetre) = (http, token, pixelsPerMillimetre);

    /// <summary>The page.</summary>
    public Uri Page => _http.BaseAddress!;

    /// <summary>Connects when the machine has written down its port and answers there; null until then.</summary>
    public static async Task<DeviceClient?> TryConnectAsync(DirectoryInfo data, CancellationToken cancellationToken)
    {
        var run = Path.Combine(data.FullName, "run");
        if (!File.Exists(Path.Combine(run, "port")))
        {
            return null;
        }

        var port = int.Parse(await File.ReadAllTextAsync(Path.Combine(run, "port"), cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        var token = await File.ReadAllTextAsync(Path.Combine(run, "token"), cancellationToken);
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add("X-Device-Token", token);
        try
        {
            using var health = await http.GetAsync("health", cancellationToken);
            health.EnsureSuccessStatusCode();
            var panel = await http.GetFromJsonAsync("api/panel", PanelJson.Default.PanelState, cancellationToken);
            return new DeviceClient(http, token, panel!.DotsPerInch / 25.4f);
        }
        catch (HttpRequestException)
        {
            http.Dispose();
            return null;
        }
    }

    public async Task<MachineState> StateAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync("api/state", MachineJson.Default.MachineState, cancellationToken))!;

    public async Task<PageState[]> PagesAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync("api/pages", MachineJson.Default.PageStateArray, cancellationToken))!;

    public Task TurnAsync(PageRequest request, CancellationToken cancellationToken) =>
        PostAsync("api/page", request, MachineJson.Default.PageRequest, cancellationToken);

    public Task AskAsync(string text, CancellationToken cancellationToken) =>
        PostAsync("api/ask", new AskRequest(text), MachineJson.Default.AskRequest, cancellationToken);

    public async Task<byte[]> ShotAsync(CancellationToken cancellationToken) => await _http.GetByteArrayAsync("api/panel.png", cancellationToken);

    /// <summary>Waits until the machine has nothing left to do.</summary>
    /// <param name="cloud">Whether that includes sync and answers.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RunException">It is still busy after the timeout; the message says with what.</exception>
    public async Task SettleAsync(bool cloud, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var seconds = timeout.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var response = await _http.PostAsync($"api/settle?cloud={(cloud ? "true" : "false")}&seconds={seconds}", JsonContent.Create(new AskRequest(""), MachineJson.Default.AskRequest), cancellationToken);
        response.EnsureSuccessStatusCode();
        var reply = await response.Content.ReadFromJsonAsync(MachineJson.Default.SettleReply, cancellationToken);
        if (!reply!.Settled)
        {
            throw new RunException($"the machine was still busy after {timeout.TotalSeconds:0} s: {reply.Waiting}");
        }
    }

    /// <summary>Writes with the simulated pen; waits as the machine does when its queue is full.</summary>
    /// <param name="samples">Samples in millimetres of the panel.</param>
    /// <param name="speed">How much faster than the time stamps; 0 for no waiting.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(IEnumerable<PenSample> samples, double speed, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol($"device.{_token}");
        await socket.ConnectAsync(new UriBuilder(Page) { Scheme = "ws", Path = "api/pen" }.Uri, cancellationToken);
        var buffer = new byte[RecordBytes * RecordsPerMessage];
        var used = 0;
        long? due = null;
        foreach (var sample in samples)
        {
            if (speed > 0 && due is { } last && sample.TimestampMicroseconds > last)
            {
                await SendAsync();
                await Task.Delay(TimeSpan.FromMicroseconds((sample.TimestampMicroseconds - last) / speed), TimeProvider.System, cancellationToken);
            }

            due = sample.TimestampMicroseconds;
            Encode(sample, buffer.AsSpan(used, RecordBytes));
            used += RecordBytes;
            if (used == buffer.Length)
            {
                await SendAsync();
            }
        }

        await SendAsync();
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);

        async ValueTask SendAsync()
        {
            if (used > 0)
            {
                await socket.SendAsync(buffer.AsMemory(0, used), WebSocketMessageType.Binary, true, cancellationToken);
                used = 0;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private void Encode(PenSample sample, Span<byte> record)
    {
        record[0] = (byte)sample.Phase;
        record[1] = (byte)sample.Tool;
        BinaryPrimitives.WriteUInt16LittleEndian(record[2..], (ushort)MathF.Round(sample.Pressure * ushort.MaxValue));
        BinaryPrimitives.WriteSingleLittleEndian(record[4..], sample.X * _pixelsPerMillimetre);
        BinaryPrimitives.WriteSingleLittleEndian(record[8..], sample.Y * _pixelsPerMillimetre);
        BinaryPrimitives.WriteDoubleLittleEndian(record[12..], sample.TimestampMicroseconds / 1000.0);
    }

    private async Task PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(path, JsonContent.Create(body, type), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new RunException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
