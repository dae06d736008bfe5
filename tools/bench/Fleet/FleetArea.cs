using System.CommandLine;

namespace Device.Bench.Fleet;

/// <summary><c>tools/bench/run fleet</c>: many machines, a real broker, real workers, a real database.</summary>
internal static class FleetArea
{
    /// <summary>Makes the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        var devices = Number("--devices", "machines, each with an MQTT session", 2_000, 1, 18_000);
        var perAccount = Number("--per-account", "machines that share an account", 2, 1, 32);
        var workers = Number("--workers", "gateway processes", 1, 1, 4);
        var seconds = Number("--seconds", "length of each loaded phase", 10, 2, 600);
        var facts = Number("--facts", "facts of a message", 5, 1, 1_024);
        var every = Number("--every", "seconds between two messages of a machine that is hardly used", 30, 1, 3_600);
        var outstanding = Number("--outstanding", "messages unacknowledged at a time under full load", 128, 1, 10_000);
        var drain = Number("--drain", "records of the queue to drain; 0 for none", 100_000, 0, 10_000_000);
        var json = new Option<FileInfo?>("--json") { Description = "file for the figures as JSON; - prints them" };
        var command = new Command(
            "fleet",
            "throughput, latency, memory and loss of a fleet with Mosquitto, PostgreSQL and gateway workers on loopback. Example: "
            + "tools/bench/run fleet --devices 10000 --workers 1 --seconds 20 --json fleet.json")
        {
            devices, perAccount, workers, seconds, facts, every, outstanding, drain, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var plan = new FleetPlan(
                parsed.GetValue(devices), parsed.GetValue(perAccount), parsed.GetValue(workers), parsed.GetValue(seconds),
                parsed.GetValue(facts), parsed.GetValue(every), parsed.GetValue(outstanding), parsed.GetValue(drain));
            return await RunAsync(plan, parsed.GetValue(json), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(FleetPlan plan, FileInfo? json, CancellationToken ct)
    {
        try
        {
            var figures = await new FleetRun(plan, Console.Error).RunAsync(ct);
            if (json?.Name == "-")
            {
                await Console.Out.WriteAsync(Figure.ToJson(figures));
            }
            else
            {
                Figure.Print(figures, Console.Out);
                if (json is not null)
                {
                    await File.WriteAllTextAsync(json.FullName, Figure.ToJson(figures), ct);
                }
            }

            return figures.All(f => f.IsMet) ? 0 : 1;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("fleet: stopped; every process that was started has ended");
            return 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or Npgsql.NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"fleet: {e.Message}");
            return 1;
        }
    }

    private static Option<int> Number(string name, string what, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{what}, {least} to {most}", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is var value && (value < least || value > most))
            {
                result.AddError($"{name} is {value}, {least} to {most} expected");
            }
        });
        return option;
    }
}
