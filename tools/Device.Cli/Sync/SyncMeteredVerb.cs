using System.CommandLine;
using System.Text.Json;

namespace Device.Cli.Sync;

/// <summary><c>devicectl sync metered</c>.</summary>
internal static class SyncMeteredVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var mode = new Argument<string>("mode") { Description = "auto goes by the link (a modem costs money); yes; no." };
        mode.AcceptOnlyFromAmong("auto", "yes", "no");
        var verb = new Verb(
            "metered", "Says whether the network costs money, until deviced stops; Device:Metered says it for good. While it does, audio and images wait.", "devicectl sync metered yes")
        {
            mode,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var body = JsonSerializer.Serialize(new MeteredRequest(parsed.GetRequiredValue(mode)), CliJson.Default.MeteredRequest);
            var line = await SyncSource.AskAsync(parsed, shared, s => s.PostAsync("api/sync/metered", body, cancellationToken))
                ?? throw new CliException($"no deviced runs with the data folder {parsed.GetRequiredValue(shared.Data).FullName}");
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{line.MeteredMode}: the network {(line.Metered ? "costs money" : "costs nothing")}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
