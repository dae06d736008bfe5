using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Spark.Gateway.Tests.Support;

/// <summary>A PostgreSQL of the tests' own, in a temporary folder, on a free loopback port; gone when the tests end.</summary>
public sealed class PrivatePostgres : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"spark-gateway-tests-{Environment.ProcessId}");
    private Process? _server;
    private int _port;
    private int _databases;

    /// <summary>Why there is no server, or null.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var binaries = Binaries();
        if (binaries is null)
        {
            Missing = "PostgreSQL's initdb and postgres are neither in PATH nor in /usr/lib/postgresql: tests against it did not run";
            return;
        }

        _port = FreePort();
        Directory.CreateDirectory(_folder);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", _folder);
        }

        var data = Path.Combine(_folder, "data");
        await RunAsync(AsPostgres(Path.Combine(binaries, "initdb"), "-D", data, "-U", "spark", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        _server = Start(AsPostgres(
            Path.Combine(binaries, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _folder,
            "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB", "-c", "log_min_messages=fatal"));
        await UntilReadyAsync();
    }

    /// <summary>A connection string to a new, empty database; skips the test where there is no server.</summary>
    public async Task<string> DatabaseAsync()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using NpgsqlConnection connection = new(Connection("postgres"));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return Connection(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            var pid = (await File.ReadAllLinesAsync(Path.Combine(_folder, "data", "postmaster.pid")))[0];
            await RunAsync("kill", "-QUIT", pid);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Connection(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=spark;Database={database};Maximum Pool Size=20");

    private static string? Binaries()
    {
        var versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(versions)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")));
    }

    // The server refuses to run as root, as which build machines often work.
    private static string[] AsPostgres(params string[] command) =>
        Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", .. command] : command;

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(params string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command[0]} ended with {process.ExitCode}");
    }

    private async Task UntilReadyAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await using NpgsqlConnection connection = new(Connection("postgres"));
                await connection.OpenAsync(limit.Token);
                return;
            }
            catch (NpgsqlException) when (!_server!.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }
    }
}
