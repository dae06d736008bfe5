using System.CommandLine;

namespace Device.Cli.Sync;

/// <summary><c>devicectl sync now</c>.</summary>
internal static class SyncNowVerb
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var seconds = new Option<int>("--seconds") { Description = "The longest wait, 1 to 86400.", HelpName = "N", DefaultValueFactory = _ => 60 };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 86_400)
            {
                result.AddError("--seconds: 1 to 86400 expected");
            }
        });
        var verb = new Verb("now", "Tries to sync at once and waits until nothing is left. Fails when something still is.", "devicectl sync now --seconds 300") { json, seconds };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var (time, error) = (TimeProvider.System, parsed.InvocationConfiguration.Error);
            var start = time.GetTimestamp();
            var line = await SyncSource.AskAsync(parsed, shared, s => s.PostAsync("api/sync/now", "{}", cancellationToken)) ?? throw NotRunning(parsed, shared);
            var told = "";
            while (!IsDone(line) && time.GetElapsedTime(start).TotalSeconds < parsed.GetValue(seconds))
            {
                if (SyncTable.Short(line) is var text && text != told)
                {
                    await error.WriteLineAsync(told = text);
                }

                await Task.Delay(Between, time, cancellationToken);
                line = await SyncSource.AskAsync(parsed, shared, s => s.GetAsync("api/sync", cancellationToken)) ?? throw NotRunning(parsed, shared);
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? JsonText.Of(line) : SyncTable.Short(line));
            if (!IsDone(line) && line.Errors.Count > 0)
            {
                await error.WriteLineAsync(line.Errors[^1].Reason);
            }

            return IsDone(line) ? ExitCode.Ok : ExitCode.Failed;
        });
        return verb;
    }

    private static bool IsDone(SyncLine line) => line is { Drained: true, State: "online" };

    private static CliException NotRunning(ParseResult parsed, SharedOptions shared) =>
        new($"no deviced runs with the data folder {parsed.GetRequiredValue(shared.Data).FullName}; devicectl sync status tells what waits in it");
}
