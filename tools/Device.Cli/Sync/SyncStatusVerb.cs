using System.CommandLine;

namespace Device.Cli.Sync;

/// <summary><c>devicectl sync status</c>.</summary>
internal static class SyncStatusVerb
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var watch = new Option<bool>("--watch") { Description = "Print it again whenever it changes, until Ctrl-C." };
        var verb = new Verb("status", "Tells how sync stands, from the running deviced or, when none runs, from the files.", "devicectl sync status --watch") { json, watch };
        verb.Does(async (parsed, cancellationToken) =>
        {
            string? last = null;
            do
            {
                var line = await SyncSource.AskAsync(parsed, shared, s => s.GetAsync("api/sync", cancellationToken)) ?? await SyncSource.FoldAsync(parsed, shared, cancellationToken);
                var text = JsonText.Of(line);
                if (text != last)
                {
                    await PrintAsync(parsed, line, text, parsed.GetValue(json));
                    last = text;
                }
            }
            while (parsed.GetValue(watch) && await WaitAsync(cancellationToken));
            return ExitCode.Ok;
        });
        return verb;
    }

    private static async Task PrintAsync(ParseResult parsed, SyncLine line, string text, bool json)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (json)
        {
            await output.WriteLineAsync(text);
        }
        else
        {
            ErrorConsole.On(output).Write(SyncTable.Of(line));
        }
    }

    /// <returns>False when Ctrl-C was pressed, which is how watching ends.</returns>
    private static async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
