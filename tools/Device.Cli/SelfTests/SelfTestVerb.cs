using System.CommandLine;
using System.Diagnostics;
using Device.Boards;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Device.Cli.SelfTests;

/// <summary><c>devicectl selftest</c>.</summary>
internal static class SelfTestVerb
{
    private static readonly string[] Parts = ["panel", "pen", "microphone", "buttons", "battery", "rtc", "frontLight"];

    internal static Verb Create(SharedOptions shared)
    {
        var (name, json) = (new Option<string>("--board") { Description = "The board profile: a file, or the name of one beside this program.", HelpName = "NAME|FILE", DefaultValueFactory = _ => "simulated" }, SharedOptions.Json());
        var emulated = new Option<bool>("--emulated") { Description = "Emulate the board's chips and kernel devices behind the real drivers; nothing has to be drawn or pressed." };
        var only = new Option<string>("--only") { Description = $"Only these parts, with commas between: {string.Join(", ", Parts)}.", HelpName = "PARTS" };
        only.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<string>() is { } wanted && wanted.Split(',').FirstOrDefault(p => !Parts.Contains(p)) is { } unknown)
            {
                r.AddError($"--only: '{unknown}' found, some of {string.Join(", ", Parts)} expected");
            }
        });
        var verb = new Verb(
            "selftest", "Tests a board's hardware part by part: what works, what does not, and what to do about it. Fails when a part fails. deviced must not run.",
            "devicectl selftest --board it8951-10in3 --emulated --only panel,pen")
        {
            name, emulated, only, json,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var (isEmulated, configuration) = (parsed.GetValue(emulated), parsed.InvocationConfiguration);
            if (!isEmulated && File.Exists(Path.Combine(parsed.GetRequiredValue(shared.Data).FullName, "run", "port")))
            {
                throw new CliException("deviced is running and holds the hardware: 'systemctl stop deviced' first, and start it again afterwards");
            }

            var wanted = parsed.GetValue(only)?.Split(',') ?? Parts;
            var results = await RunAsync(parsed.GetRequiredValue(name), isEmulated, wanted, text => configuration.Error.WriteLineAsync($"please {text}"), cancellationToken);
            if (parsed.GetValue(json))
            {
                await configuration.Output.WriteLineAsync(JsonText.Of(results));
            }
            else
            {
                Print(results, configuration.Output);
            }

            return results.Any(r => r.State == "failed") ? ExitCode.Failed : ExitCode.Ok;
        });
        return verb;
    }

    private static async Task<SelfTestResult[]> RunAsync(string name, bool isEmulated, string[] wanted, Func<string, Task> ask, CancellationToken cancellationToken)
    {
        var profile = Read(name);
        OpenBoard board;
        try
        {
            // Nobody watches emulated glass, so that it need not be as slow as real one.
            board = OpenBoard.Open(profile, new OpenBoardOptions(isEmulated, PanelSpeed: 20), TimeProvider.System, NullLoggerFactory.Instance);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            return [SelfTestResult.Failed("board", e.Message, "the device, its udev rule, or the profile: docs/porting.md")];
        }

        await using (board)
        {
            var results = new List<SelfTestResult>();
            foreach (var part in Parts.Where(wanted.Contains))
            {
                results.Add(await OneAsync(part, board, ask, cancellationToken));
            }

            return [.. results];
        }
    }

    private static BoardProfile Read(string name)
    {
        try
        {
            return BoardFile.Read(name);
        }
        catch (BoardException e)
        {
            throw new CliException(e.Message);
        }
    }

    private static async Task<SelfTestResult> OneAsync(string part, OpenBoard board, Func<string, Task> ask, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        SelfTestResult result;
        try
        {
            result = await (part switch
            {
                "panel" => PanelTest.RunAsync(board, cancellationToken),
                "pen" => PenTest.RunAsync(board, ask, cancellationToken),
                "buttons" => DeviceTests.ButtonsAsync(board, ask, cancellationToken),
                "battery" => DeviceTests.BatteryAsync(board, cancellationToken),
                "rtc" => DeviceTests.ClockAsync(board, TimeProvider.System, cancellationToken),
                "frontLight" => DeviceTests.LightAsync(board, cancellationToken),
                "microphone" => SoundTest.RunAsync(board, cancellationToken),
                _ => throw new InvalidOperationException($"no test of {part}"),
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            result = SelfTestResult.Failed(part, e.Message, "wiring, address and supply of the part; docs/porting.md");
        }

        return result with { Milliseconds = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds };
    }

    private static void Print(SelfTestResult[] results, TextWriter output)
    {
        var table = new Table().AddColumns("part", "state", "found", "what to do", "ms");
        foreach (var result in results)
        {
            table.AddRow(result.Part, result.State, Markup.Escape(result.Detail), Markup.Escape(result.Remedy), $"{result.Milliseconds}");
        }

        ErrorConsole.On(output).Write(table);
    }
}
