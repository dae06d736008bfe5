using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Device.Core.Ink;

namespace Device.Simulator;

/// <summary>One run: the cloud on the desk, the machine, and what the person asked for.</summary>
internal sealed class SimulatorRun(RunOptions options, TimeProvider time, TextWriter output, TextWriter progress)
{
    private const string MachineId = "desk/notebook";

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    private static readonly JsonSerializerOptions ReportFormat = new(MachineJson.Default.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs until the work is done or Ctrl-C.</summary>
    /// <returns>0 when all is well, 1 when something is not.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var samples = options.Replay is { } file ? await ReadAsync(file, cancellationToken) : null;
            if (options.Port > 0)
            {
                LoopbackPort.Require(options.Port);
            }

            options.Data.Create();
            using var folder = LockFolder();
            await using var cloud = await DeskCloud.StartAsync(options.Data, time, cancellationToken);
            DeleteStale();
            await using var machine = DevicedProcess.Start(options.Program, Arguments(cloud), options.Data);
            using var device = await machine.ReadyAsync(options.Data, StartWithin, cancellationToken);
            progress.WriteLine($"run: the notebook is at {device.Page}  (data in {options.Data.FullName})");
            return await UseAsync(device, machine, samples, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.WriteLine("run: stopped");
            return options.Exit ? 1 : 0;
        }
        catch (Exception e) when (e is RunException or InkFormatException or IOException or UnauthorizedAccessException)
        {
            progress.WriteLine($"run: {e.Message}");
            return 1;
        }
    }

    private async Task<int> UseAsync(DeviceClient device, DevicedProcess machine, IReadOnlyList<LabelledInk>? samples, CancellationToken cancellationToken)
    {
        if (samples is not null)
        {
            var report = await new ReplaySession(device, options, time, progress).RunAsync(samples, cancellationToken);
            output.WriteLine(JsonSerializer.Serialize(report, ReportFormat.GetTypeInfo(typeof(ReplayReport))));
        }

        if (options.Exit)
        {
            return 0;
        }

        progress.WriteLine("run: press Ctrl-C to stop");
        if (options.OpenBrowser)
        {
            OpenBrowser(device.Page);
        }

        var code = await machine.ExitedAsync(cancellationToken);
        throw new RunException($"deviced ended by itself with code {code}; its log is in {Path.Combine(options.Data.FullName, "logs")}");
    }

    private IEnumerable<string> Arguments(DeskCloud cloud) =>
    [
        "--data", options.Data.FullName,
        "--id", MachineId,
        "--board", options.Board,
        "--emulated",
        "--port", options.Port.ToString(CultureInfo.InvariantCulture),
        "--broker-host", "127.0.0.1",
        "--broker-port", cloud.BrokerPort.ToString(CultureInfo.InvariantCulture),
        "--font", Font(),
        "--Sync:Enabled", "true",
        "--Device:StandIn", "true",
        "--Device:StopWithInput", "true",

        // A replay that may run ahead of life would otherwise wait for every waveform.
        "--Device:PanelSpeed", options is { Replay: not null, Speed: 0 } ? "1000" : "1",
    ];

    private static string Font() =>
        Path.Combine(SimulatorCommand.Repository(), "artifacts", "fonts", "NotoSansHans-Regular.otf");

    private static async Task<IReadOnlyList<LabelledInk>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new RunException($"{file.FullName}: no such file");
        }

        await using var stream = file.OpenRead();
        var samples = new List<LabelledInk>();
        await foreach (var sample in InkFiles.ReadAsync(stream, file.Name, cancellationToken))
        {
            samples.Add(sample);
        }

        return samples.Count > 0 ? samples : throw new RunException($"{file.FullName}: holds no ink");
    }

    /// <summary>Two runs on one folder would be two machines with one name.</summary>
    private FileStream LockFolder()
    {
        try
        {
            return new FileStream(Path.Combine(options.Data.FullName, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new RunException($"{options.Data.FullName} is used by another run: stop it, or choose another folder with --data DIR", e);
        }
    }

    private void DeleteStale()
    {
        // A port left by a run that was killed would be taken for this one's.
        var port = new FileInfo(Path.Combine(options.Data.FullName, "run", "port"));
        if (port.Exists)
        {
            port.Delete();
        }
    }

    private void OpenBrowser(Uri page)
    {
        var hasScreen = Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        if (!hasScreen)
        {
            progress.WriteLine($"run: open {page} in a browser on this machine");
            return;
        }

        try
        {
            Process.Start(new ProcessStartInfo("xdg-open", [page.ToString()]) { RedirectStandardError = true, RedirectStandardOutput = true })?.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            progress.WriteLine($"run: no browser could be opened; open {page}");
        }
    }
}
