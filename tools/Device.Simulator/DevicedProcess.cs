using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Device.Simulator;

/// <summary>The machine: <c>deviced</c> as a child process. Disposing stops it as a service would be stopped.</summary>
internal sealed partial class DevicedProcess : IAsyncDisposable
{
    private const int SignalTerminate = 15;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly Task _logging;
    private readonly string _log;

    private DevicedProcess(Process process, string log)
    {
        (_process, _log) = (process, log);
        _logging = Task.WhenAll(CopyAsync(process.StandardOutput, log), CopyAsync(process.StandardError, log + ".errors"));
    }

    /// <summary>Starts the machine.</summary>
    /// <param name="program">The executable.</param>
    /// <param name="arguments">Its switches.</param>
    /// <param name="data">Its data folder; the logs go to <c>logs</c> in it.</param>
    public static DevicedProcess Start(FileInfo program, IEnumerable<string> arguments, DirectoryInfo data)
    {
        if (!program.Exists)
        {
            throw new RunException($"{program.FullName} is missing: build it with tools/run, or dotnet build src/Device.Host -c Release");
        }

        var logs = data.CreateSubdirectory("logs");
        var start = new ProcessStartInfo(program.FullName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data.FullName,
        };
        var process = Process.Start(start) ?? throw new RunException($"{program.FullName} did not start");
        return new DevicedProcess(process, Path.Combine(logs.FullName, "deviced.log"));
    }

    /// <summary>Waits until the machine answers; fails with its own words when it ends instead.</summary>
    public async Task<DeviceClient> ReadyAsync(DirectoryInfo data, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            while (true)
            {
                if (_process.HasExited)
                {
                    await _logging;
                    throw new RunException($"deviced stopped at its start with code {_process.ExitCode}:\n{LastWords()}");
                }

                if (await DeviceClient.TryConnectAsync(data, limit.Token) is { } client)
                {
                    return client;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunException($"deviced did not answer within {timeout.TotalSeconds:0} s; its log is {_log}");
        }
    }

    /// <summary>Ends when the machine does.</summary>
    public async Task<int> ExitedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, SignalTerminate);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopWithin);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        await _logging;
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static async Task CopyAsync(StreamReader from, string to)
    {
        await using var file = new StreamWriter(to, append: false) { AutoFlush = true };
        while (await from.ReadLineAsync() is { } line)
        {
            await file.WriteLineAsync(line);
        }
    }

    private string LastWords() => string.Join('\n', File.ReadLines(_log + ".errors").Concat(File.ReadLines(_log)).TakeLast(20));
}
