using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Device.Cli.Doctor;

/// <summary><c>devicectl doctor pen</c>: how long live ink takes in the running service, stage by stage.</summary>
internal static class PenVerb
{
    private const double Budget = 5_000;

    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("pen", "How long live ink takes in the running service, stage by stage. Write a little first. Fails when the driver gets ink later than 5 ms (p99).", "devicectl doctor pen") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            using var service = RunningService.Find(parsed.GetRequiredValue(shared.Data))
                ?? throw new CliException("deviced does not run on this data folder: systemctl start deviced, or name it with --data");
            var text = await service.GetAsync("latency", cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(text);
            }

            return Judge(text, parsed.GetValue(json) ? null : ErrorConsole.On(output));
        });
        return verb;
    }

    private static int Judge(string text, IAnsiConsole? console)
    {
        JsonElement[] stages;
        try
        {
            using var document = JsonDocument.Parse(text);
            stages = [.. document.RootElement.GetProperty("stages").EnumerateArray().Select(s => s.Clone())];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException($"deviced answered '{text[..Math.Min(text.Length, 80)]}', stages of latency were expected: is it of the same version?");
        }

        var table = new Table().AddColumns("stage", "samples", "p50 ms", "p95 ms", "p99 ms", "longest ms");
        foreach (var stage in stages)
        {
            table.AddRow(Name(stage), $"{stage.GetProperty("count").GetInt64()}", Milliseconds(stage, "p50"), Milliseconds(stage, "p95"), Milliseconds(stage, "p99"), Milliseconds(stage, "longest"));
        }

        console?.Write(table);
        return stages.FirstOrDefault(s => Name(s) == "driver") is { ValueKind: JsonValueKind.Object } driver
            && driver.GetProperty("count").GetInt64() > 0 && driver.GetProperty("p99").GetDouble() > Budget ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string Name(JsonElement stage) => stage.GetProperty("stage").GetString() ?? "";

    private static string Milliseconds(JsonElement stage, string field) => (stage.GetProperty(field).GetDouble() / 1000).ToString("F2", CultureInfo.InvariantCulture);
}
