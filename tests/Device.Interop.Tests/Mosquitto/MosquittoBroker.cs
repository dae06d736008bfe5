using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Device.Sync.Tests.Real;

namespace Device.Interop.Tests.Mosquitto;

/// <summary>A Mosquitto of our own on a free loopback port, with a configuration in a temporary folder; killed and started again by its process id.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private const string Executable = "/usr/sbin/mosquitto";

    private readonly List<string> _log = [];
    private Process? _process;

    private MosquittoBroker(string folder, int port)
    {
        Folder = folder;
        Port = port;
    }

    public static string? WhyAbsent => File.Exists(Executable) ? null : $"{Executable} is not installed (Debian: mosquitto)";

    public string Folder { get; }

    public int Port { get; }

    public Watched Watched { get; } = new();

    /// <summary>Starts a broker.</summary>
    /// <param name="configure">Lines of the configuration after the listener, given the folder for files.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<MosquittoBroker> StartAsync(Func<string, IEnumerable<string>> configure, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("device-mosquitto-").FullName;
        var broker = new MosquittoBroker(folder, FreePort());
        string[] lines =
        [
            "per_listener_settings false",
            $"user {Environment.UserName}",
            "log_dest stderr",
            "log_type all",
            "persistence false",
            $"listener {broker.Port} 127.0.0.1",
            .. configure(folder),
        ];
        await File.WriteAllLinesAsync(Path.Combine(folder, "mosquitto.conf"), lines, ct);
        await broker.StartAsync(ct);
        return broker;
    }

    public async Task StartAsync(CancellationToken ct)
    {
        lock (_log)
        {
            _log.Clear();
        }

        var start = new ProcessStartInfo(Executable, ["-c", Path.Combine(Folder, "mosquitto.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.ErrorDataReceived += (_, e) => Log(e.Data);
        process.OutputDataReceived += (_, e) => Log(e.Data);
        process.Exited += (_, _) => Log("exited");
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process = process;
        await UntilLoggedAsync(l => l.EndsWith(" running", StringComparison.Ordinal) || l == "exited", ct);
        Assert.False(process.HasExited, string.Join('\n', Lines()));
    }

    public Task UntilLoggedAsync(Func<string, bool> line, CancellationToken ct) => Watched.UntilAsync(() => Lines().Any(line), ct);

    /// <summary>SIGKILL: what it had not written is gone.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(ct);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync(CancellationToken.None);
        }

        Directory.Delete(Folder, recursive: true);
    }

    private string[] Lines()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }

    private void Log(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }

            Watched.Changed();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
