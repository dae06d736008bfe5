using System.CommandLine;
using System.Globalization;
using Device.Boards;
using Device.Hardware.Pen;

namespace Device.Cli.Pens;

/// <summary><c>devicectl pen record</c>.</summary>
internal static class PenRecordVerb
{
    private const int MostSeconds = 3_600;

    private static readonly TimeSpan Tell = TimeSpan.FromMilliseconds(500);

    internal static Verb Create(SharedOptions shared)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where the recording goes; a file that is there is not overwritten." };
        var device = new Option<string?>("--device") { Description = "The event device, of a pen or of a touch glass. [default: the first pen there is]", HelpName = "PATH" };
        var board = new Option<string?>("--board") { Description = "Take the pen of a board profile: a file, or the name of one beside this program.", HelpName = "NAME|FILE" };
        var seconds = new Option<int?>("--seconds") { Description = $"Stop after so long, 1 to {MostSeconds}. [default: until Ctrl-C]", HelpName = "N" };
        var json = SharedOptions.Json();
        seconds.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int?>() is < 1 or > MostSeconds)
            {
                r.AddError($"--seconds: {r.GetValueOrDefault<int?>()} found, 1 to {MostSeconds} expected");
            }
        });
        var verb = new Verb(
            "record", "Records what a digitiser gives through the kernel, byte for byte, until Ctrl-C. deviced must not run: it keeps the pen for itself.",
            "devicectl pen record take.evdev --seconds 30")
        {
            file, device, board, seconds, json,
        };
        verb.Validators.Add(r =>
        {
            if (r.GetValue(device) is not null && r.GetValue(board) is not null)
            {
                r.AddError("--device and --board: one of them expected");
            }
        });
        verb.Does(async (parsed, cancellationToken) =>
        {
            var (target, configuration) = (parsed.GetRequiredValue(file), parsed.InvocationConfiguration);
            if (File.Exists(Path.Combine(parsed.GetRequiredValue(shared.Data).FullName, "run", "port")))
            {
                throw new CliException("deviced is running and keeps the pen for itself: 'systemctl stop deviced' first, and start it again afterwards");
            }

            using var recorder = EvdevRecorder.Open(parsed.GetValue(device) ?? DeviceOf(parsed.GetValue(board)));

            // Opened before anything is recorded: a take that cannot be kept is not begun.
            await using var stream = new FileStream(target.FullName, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            var capture = await RecordAsync(recorder, parsed.GetValue(seconds), configuration.Error, cancellationToken);

            // Ctrl-C ends the recording, and what was recorded is kept.
            await stream.WriteAsync(capture.ToBytes(), CancellationToken.None);
            await stream.FlushAsync(CancellationToken.None);
            var summary = PenSummary.Of(target.FullName, capture, PenSummary.Calibration(capture, null));
            await configuration.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonText.Of(summary)
                : string.Create(CultureInfo.InvariantCulture, $"{target.FullName}: {summary.Seconds:F1} s, {summary.Events:N0} events, {summary.Samples:N0} samples, {summary.Strokes} strokes"));
            return ExitCode.Ok;
        });
        return verb;
    }

    private static string DeviceOf(string? board)
    {
        if (board is null)
        {
            return "";
        }

        try
        {
            return BoardFile.Read(board).Pen is { Driver: "evdev", Device: { } path } ? path : throw new CliException($"{board}: pen.driver is simulated, evdev expected");
        }
        catch (BoardException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static async Task<EvdevCapture> RecordAsync(EvdevRecorder recorder, int? seconds, TextWriter error, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (seconds is { } longest)
        {
            ending.CancelAfter(TimeSpan.FromSeconds(longest));
        }

        await error.WriteLineAsync($"recording {recorder.Path}; {(seconds is { } s ? $"{s} s, or Ctrl-C" : "Ctrl-C")} ends it");
        var recording = recorder.RecordAsync(ending.Token);
        await ErrorConsole.WithProgressAsync(error, "events", async tell =>
        {
            while (await Task.WhenAny(recording, Task.Delay(Tell, TimeProvider.System, CancellationToken.None)) != recording)
            {
                tell((int)(recorder.Bytes / EvdevEvent.Length));
            }
        });
        return await recording;
    }
}
