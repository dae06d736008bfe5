using System.CommandLine;
using System.Globalization;
using Device.Cli.Journals;
using Device.Storage;

namespace Device.Cli.Keys;

/// <summary><c>devicectl key list</c>.</summary>
internal static class KeyListVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("list", "Lists the keys by number, and how many files need each. Never prints a key.", "devicectl key list --json") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var lines = Lines(parsed, shared, cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonText.Of(lines));
                return ExitCode.Ok;
            }

            foreach (var line in lines)
            {
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{line.Number}  {line.Segments,6} segments  {line.Blobs,6} blobs{(line.Current ? "  encrypts" : "")}"));
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    internal static KeyLine[] Lines(ParseResult parsed, SharedOptions shared, CancellationToken cancellationToken)
    {
        var ring = JournalFolders.Keys(parsed, shared);
        var (journal, blobs) = (JournalFolders.Journal(parsed, shared), JournalFolders.Blobs(parsed, shared));
        var segments = KeyUse.OfJournal(journal, ring);
        var files = Directory.Exists(blobs) ? KeyUse.OfBlobs(blobs, cancellationToken) : new Dictionary<ulong, int>();
        return [.. ring.Keys.Select(k => new KeyLine(
            k.Number.ToString("x16", CultureInfo.InvariantCulture), k == ring.Current, segments.GetValueOrDefault(k.Number), files.GetValueOrDefault(k.Number)))];
    }
}
