using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Device.Bench.Fleet;

/// <summary>A process that the run started: known by its id, watched through <c>/proc</c>, ended by its id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;
    private const int KeptLines = 40;

    private readonly Process _process;
    private readonly Queue<string> _lines = [];

    private ServerProcess(string name, Process process) => (Name, _process) = (name, process);

    /// <summary>What it is, for messages.</summary>
    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it said.</summary>
    public string Said
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts a process.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="command">Executable and arguments.</param>
    /// <param name="environment">Variables besides the inherited ones.</param>
    public static ServerProcess Start(string name, string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var server = new ServerProcess(name, new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, e) => server.Hear(e.Data);
        server._process.ErrorDataReceived += (_, e) => server.Hear(e.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>A loopback port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something is true of the process.</summary>
    /// <exception cref="InvalidOperationException">It ended, or a minute passed.</exception>
    public async Task UntilAsync(Func<CancellationToken, Task<bool>> isTrue, CancellationToken ct)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isTrue(ct))
        {
            if (HasExited || TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"{Name} {(HasExited ? "ended" : "is not ready after a minute")}:\n{Said}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
    }

    /// <summary>Processor time so far in seconds, its children's included.</summary>
    public double ProcessorSeconds() => CpuOf(Id, withWaited: true) + Children().Sum(child => CpuOf(child, withWaited: false));

    /// <summary>Resident memory now in megabytes; of the process alone.</summary>
    public double ResidentMegabytes() => Status("VmRSS:");

    /// <summary>The most resident memory it ever had in megabytes.</summary>
    public double PeakMegabytes() => Status("VmHWM:");

    /// <summary>SIGKILL: it gets no chance to say or store anything.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal by the name of <c>kill</c> and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(string signal)
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    /// <summary>Waits for the end by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }

    private IEnumerable<int> Children()
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{Id}/task/{Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static double CpuOf(int id, bool withWaited)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[11..(withWaited ? 15 : 13)].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private double Status(string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
