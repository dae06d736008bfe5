using System.CommandLine;
using System.Globalization;

namespace Device.Simulator;

/// <summary>The command line of <c>tools/run</c>.</summary>
internal static class SimulatorCommand
{
    private const int DefaultPort = 8377;

    public static RootCommand Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of the machine's and the desk cloud's data", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository(), "artifacts", "run")) };
        var port = new Option<int?>("--port") { Description = $"Port of the page on loopback; 0 takes a free one (default {DefaultPort}; with --exit a free one)" };
        var board = new Option<string>("--board") { Description = "Board profile: a name, or a file; its chips and kernel devices are emulated behind the real drivers", DefaultValueFactory = _ => "simulated" };
        var replay = new Option<FileInfo?>("--replay") { Description = "Labelled ink to write with the simulated pen: Ink-JSONL or InkML" };
        var speed = new Option<string?>("--speed") { Description = "How much faster than it was written: a number, or 'max' (default: max with --exit, else 1)" };
        var ask = new Option<string?>("--ask") { Description = "Ask Spark about the recognised text after the replay" };
        var shot = new Option<FileInfo?>("--shot") { Description = "Write the panel as a PNG at the end" };
        var exit = new Option<bool>("--exit") { Description = "Stop after the replay, the question and the picture" };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Do not open the page in a browser" };
        var timeout = new Option<int>("--timeout") { Description = "Longest wait in seconds for the machine to finish", DefaultValueFactory = _ => 300 };
        var program = new Option<FileInfo>("--program") { Description = "The deviced to start", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "..", "..", "Device.Host", "release", "deviced")) };
        port.Validators.Add(r => { if (r.GetValueOrDefault<int?>() is < 0 or > 65535) { r.AddError("--port: 0 to 65535 expected"); } });
        timeout.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 86400) { r.AddError("--timeout: 1 to 86400 seconds expected"); } });
        speed.Validators.Add(r => { if (!TrySpeed(r.GetValueOrDefault<string?>(), out _)) { r.AddError("--speed: a number above 0, or 'max', expected"); } });

        var root = new RootCommand(
            """
            A simulated notebook with an embedded broker and an offline Spark stand-in. Ctrl-C stops all of it.

            Examples:
              tools/run
              tools/run --board it8951-10in3
              tools/run --replay lines.jsonl --ask "这是什么意思？" --shot panel.png --exit
            """)
        { data, port, board, replay, speed, ask, shot, exit, noBrowser, timeout, program };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var leaves = parsed.GetValue(exit);
            TrySpeed(parsed.GetValue(speed), out var factor);
            var options = new RunOptions(
                parsed.GetValue(data)!,
                parsed.GetValue(port) ?? (leaves ? 0 : DefaultPort),
                parsed.GetValue(board)!,
                parsed.GetValue(replay),
                factor ?? (leaves ? 0 : 1),
                parsed.GetValue(ask),
                parsed.GetValue(shot),
                leaves,
                !leaves && !parsed.GetValue(noBrowser),
                parsed.GetValue(program)!,
                TimeSpan.FromSeconds(parsed.GetValue(timeout)));
            return await new SimulatorRun(options, TimeProvider.System, Console.Out, Console.Error).RunAsync(cancellationToken);
        });
        return root;
    }

    /// <summary>The checkout, where <c>tools/run</c> names it; else the current folder.</summary>
    public static string Repository() => Environment.GetEnvironmentVariable("DEVICE_REPOSITORY") ?? Environment.CurrentDirectory;

    private static bool TrySpeed(string? text, out double? speed)
    {
        speed = text is null ? null : 0;
        if (text is null or "max")
        {
            return true;
        }

        var ok = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor is > 0 and <= 1_000_000;
        speed = factor;
        return ok;
    }
}
