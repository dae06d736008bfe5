using System.CommandLine;
using System.Globalization;
using Device.Boards;
using Device.Core.Ink;
using Device.Hardware.Pen;
using Spectre.Console;

namespace Device.Cli.Pens;

/// <summary><c>devicectl pen show</c>.</summary>
internal static class PenShowVerb
{
    internal static Verb Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A recording: docs/formats/evdev-capture.md." };
        var board = new Option<string?>("--board") { Description = "Calibrate as this board profile does. [default: the size that the digitiser itself names]", HelpName = "NAME|FILE" };
        var svg = new Option<FileInfo?>("--svg") { Description = "Draw the strokes.", HelpName = "FILE" };
        var ink = new Option<FileInfo?>("--ink") { Description = "Write the strokes as Ink-JSONL, which tools/run --replay and devicectl ink read.", HelpName = "FILE" };
        var json = SharedOptions.Json();
        var verb = new Verb("show", "What is in a recording of a pen: axes, samples, strokes, losses.", "devicectl pen show take.evdev --svg take.svg") { file, board, svg, ink, json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var (source, output) = (parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output);
            var capture = await ReadAsync(source, cancellationToken);
            var calibration = PenSummary.Calibration(capture, CalibrationOf(parsed.GetValue(board)));
            var summary = PenSummary.Of(source.FullName, capture, calibration);
            var strokes = PenSummary.StrokesOf(PenSummary.Replay(capture, calibration));
            if (parsed.GetValue(svg) is { } picture)
            {
                await File.WriteAllTextAsync(picture.FullName, PenPicture.Of(strokes), cancellationToken);
            }

            if (parsed.GetValue(ink) is { } written)
            {
                WriteInk(written, strokes);
            }

            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonText.Of(summary));
            }
            else
            {
                Print(summary, output);
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task<EvdevCapture> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CliException($"{file.FullName}: no such file, a recording of devicectl pen record expected");
        }

        await using var stream = file.OpenRead();
        try
        {
            return await EvdevCapture.ReadAsync(stream, file.FullName, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static IReadOnlyList<float>? CalibrationOf(string? board)
    {
        try
        {
            return board is null ? null : BoardFile.Read(board).Pen.Calibration;
        }
        catch (BoardException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static void WriteInk(FileInfo file, IReadOnlyList<Stroke> strokes)
    {
        var drawn = strokes.Where(s => s.Tool == PenTool.Tip).ToArray();
        if (drawn.Length == 0)
        {
            throw new CliException("--ink: the recording has no stroke");
        }

        using var stream = file.Create();
        InkJsonl.Write(new LabelledInk("", InkKind.Line, null, [.. drawn]), stream);
    }

    private static void Print(PenSummary summary, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Seconds:F1} s, {summary.Events:N0} events in {summary.Reports:N0} reports{(summary.ReportsPerSecond is { } rate ? $", {rate:F0} a second while the pen touches" : "")}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Samples:N0} samples, {summary.Strokes} strokes; {summary.Dropouts} losses, {summary.LongestGapMilliseconds:F1} ms at most between two samples of a stroke"));
        var table = new Table().AddColumns("axis", "range", "units a mm", "seen");
        foreach (var axis in summary.Axes)
        {
            table.AddRow(
                axis.Name, $"{axis.Minimum} to {axis.Maximum}", axis.Resolution > 0 ? $"{axis.Resolution}" : "–", axis.Lowest is { } lowest ? $"{lowest} to {axis.Highest}" : "not moved");
        }

        ErrorConsole.On(output).Write(table);
        output.WriteLine($"keys: {string.Join(", ", summary.Keys.Select(k => k.Name))}");
    }
}
