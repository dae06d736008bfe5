using System.CommandLine;
using System.Globalization;
using Device.Storage;

namespace Device.Cli.Journals;

/// <summary><c>devicectl journal dump</c>.</summary>
internal static class JournalDumpVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line, with what the fact says." };
        var from = new Option<long>("--from") { Description = "The first position to print, from 1.", HelpName = "POSITION", DefaultValueFactory = _ => 1 };
        from.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && long.TryParse(r.Tokens[0].Value, CultureInfo.InvariantCulture, out var position) && position < 1)
            {
                r.AddError($"--from: {position}, expected 1 or more");
            }
        });
        var verb = new Verb("dump", "Prints the journal's content, one fact a line. Works while deviced runs.", "devicectl journal dump --json --from 100") { from, json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var asJson = parsed.GetValue(json);
            var output = parsed.InvocationConfiguration.Output;
            await foreach (var entry in JournalDump.ReadAsync(JournalFolders.Journal(parsed, shared), JournalFolders.Keys(parsed, shared), parsed.GetValue(from), cancellationToken))
            {
                await output.WriteLineAsync(asJson ? entry.ToJson() : Line(entry));
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    private static string Line(JournalDumpEntry entry)
    {
        var fact = entry.Entry.Fact;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(fact.Time.UnixMilliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return string.Create(CultureInfo.InvariantCulture, $"{entry.Entry.Position,8}  {time:yyyy-MM-dd HH:mm:ss.fff}  {fact.Body.Kind,-16}  {fact.Id}");
    }
}
