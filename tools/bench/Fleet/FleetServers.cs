using System.Globalization;
using System.Net;
using Npgsql;

namespace Device.Bench.Fleet;

/// <summary>Broker, database and gateway workers of a run, in a temporary folder and on free loopback ports; gone when it is disposed.</summary>
internal sealed class FleetServers : IAsyncDisposable
{
    private const string Mosquitto = "/usr/sbin/mosquitto";

    private readonly string _folder = Directory.CreateTempSubdirectory("device-fleet-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<(ServerProcess Process, int Http)> _workers = [];
    private readonly List<double> _spent = [];
    private string _connection = "";

    /// <summary>The broker's port.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    public ServerProcess Broker { get; private set; } = null!;

    public ServerProcess Database { get; private set; } = null!;

    public IReadOnlyList<ServerProcess> Workers => [.. _workers.Select(w => w.Process)];

    /// <summary>A folder for files of the run.</summary>
    public string Folder => _folder;

    /// <summary>Processor seconds of all workers there ever were.</summary>
    public double WorkerSeconds => _spent.Sum() + _workers.Sum(w => w.Process.ProcessorSeconds());

    /// <summary>Starts all of them.</summary>
    /// <exception cref="FileNotFoundException">A program is not installed or not built.</exception>
    /// <exception cref="InvalidOperationException">One did not come up.</exception>
    public async Task StartAsync(int workers, CancellationToken ct)
    {
        await StartBrokerAsync(ct);
        await StartDatabaseAsync(ct);
        for (var i = 0; i < workers; i++)
        {
            await StartWorkerAsync(ct);
        }
    }

    /// <summary>Starts one more worker and waits until it is healthy.</summary>
    public async Task StartWorkerAsync(CancellationToken ct)
    {
        var executable = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Spark.Gateway/release/spark-gateway"));
        if (!File.Exists(executable))
        {
            throw new FileNotFoundException($"'{executable}' is not there: build src/Spark.Gateway with -c Release first");
        }

        var http = ServerProcess.FreePort();
        var worker = ServerProcess.Start(
            "a gateway worker",
            [
                executable, "--Broker:Port", Text(Port), "--Store:Kind", "Postgres", "--Store:PostgresConnection", _connection,
                "--Store:AccountRule", "Tenant", "--Http:Port", Text(http), "--Spark:ApiPassword", "nobody-asks",
            ]);
        _workers.Add((worker, http));
        await worker.UntilAsync(token => IsHealthyAsync(http, token), ct);
    }

    /// <summary>SIGKILL to one worker.</summary>
    public async Task KillWorkerAsync()
    {
        var (victim, _) = _workers[0];
        _spent.Add(victim.ProcessorSeconds());
        _workers.RemoveAt(0);
        await victim.DisposeAsync();
    }

    /// <summary>SIGTERM to one worker.</summary>
    /// <returns>Its exit code, and how long it took to end.</returns>
    public async Task<(int Code, TimeSpan Time)> StopWorkerAsync()
    {
        var (worker, _) = _workers[0];
        _spent.Add(worker.ProcessorSeconds());
        _workers.RemoveAt(0);
        var start = TimeProvider.System.GetTimestamp();
        var code = await worker.StopAsync("TERM");
        var time = TimeProvider.System.GetElapsedTime(start);
        await worker.DisposeAsync();
        return (code, time);
    }

    /// <summary>A metric of all workers that run, summed.</summary>
    /// <param name="name">Its name as Prometheus has it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<double> MetricAsync(string name, CancellationToken ct)
    {
        var sum = 0.0;
        foreach (var (_, port) in _workers)
        {
            var text = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{Text(port)}/metrics"), ct);
            // name{labels} value [time]
            sum += text.Split('\n').Where(l => l.StartsWith(name, StringComparison.Ordinal) && l.Length > name.Length && (l[name.Length] is ' ' or '{'))
                .Sum(l => double.Parse(l[(l.LastIndexOf('}') is > 0 and var end ? end + 1 : name.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
        }

        return sum;
    }

    /// <summary>Opens a connection to the database.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(ct);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (worker, _) in _workers)
        {
            await worker.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (Database is not null)
        {
            // Immediate shutdown: its children end with it.
            await Database.StopAsync("QUIT");
            await Database.DisposeAsync();
        }

        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartBrokerAsync(CancellationToken ct)
    {
        if (!File.Exists(Mosquitto))
        {
            throw new FileNotFoundException($"'{Mosquitto}' is not installed (Debian: mosquitto)");
        }

        var file = Path.Combine(_folder, "mosquitto.conf");
        string[] lines =
        [
            $"user {Environment.UserName}", "log_dest stderr", "log_type error", "log_type warning", "persistence false",
            $"listener {Port} 127.0.0.1", "allow_anonymous true", "max_queued_messages 0", "max_inflight_messages 200", "set_tcp_nodelay true",
        ];
        await File.WriteAllLinesAsync(file, lines, ct);
        Broker = ServerProcess.Start("Mosquitto", [Mosquitto, "-c", file]);
        await Broker.UntilAsync(_ => Task.FromResult(IsListening(Port)), ct);
    }

    private async Task StartDatabaseAsync(CancellationToken ct)
    {
        var binaries = Binaries() ?? throw new FileNotFoundException("PostgreSQL's initdb and postgres are neither in PATH nor in /usr/lib/postgresql (Debian: postgresql)");
        var (data, port) = (Path.Combine(_folder, "postgres"), ServerProcess.FreePort());
        Directory.CreateDirectory(data);
        if (Environment.UserName == "root")
        {
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);
            await RunAsync(ct, "chown", "postgres:", data);
        }

        await RunAsync(ct, AsPostgres(Path.Combine(binaries, "initdb"), "-D", data, "-U", "spark", "-A", "trust", "-E", "UTF8", "--locale=C"));
        Database = ServerProcess.Start("PostgreSQL", AsPostgres(
            Path.Combine(binaries, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", Text(port), "-k", data, "-c", "max_connections=200",
            "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB", "-c", "log_min_messages=fatal"));
        _connection = $"Host=127.0.0.1;Port={port};Username=spark;Database=postgres;Maximum Pool Size=20";
        await Database.UntilAsync(CanOpenAsync, ct);
    }

    private async Task<bool> CanOpenAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<bool> IsHealthyAsync(int port, CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{Text(port)}/health"), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task RunAsync(CancellationToken ct, params string[] command)
    {
        await using var process = ServerProcess.Start(command[0], command);
        if (await process.EndAsync(ct) is not 0 and var code)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}:\n{process.Said}");
        }
    }

    // The server refuses to run as root, as which build machines often work; exec, so that the process is the server itself.
    private static string[] AsPostgres(params string[] command) =>
        Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command;

    private static string? Binaries()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")));
    }

    private static bool IsListening(int port) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Contains(new IPEndPoint(IPAddress.Loopback, port));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
