using System.Globalization;
using Device.Cli.Journals;
using Device.Storage;

namespace Device.Cli.Blobs;

/// <summary><c>devicectl blob list</c>.</summary>
internal static class BlobListVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("list", "Lists audio and images by name.", "devicectl blob list --json") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            foreach (var entry in BlobFiles.List(JournalFolders.Blobs(parsed, shared), cancellationToken))
            {
                await output.WriteLineAsync(parsed.GetValue(json)
                    ? JsonText.Of(new BlobLine(entry.Id.ToString(), entry.Label, entry.Begun, entry.FileBytes, entry.Encrypted))
                    : string.Create(CultureInfo.InvariantCulture, $"{entry.Id}  {entry.Begun:yyyy-MM-dd HH:mm:ss}  {entry.FileBytes,14:N0}  {entry.Label}"));
            }

            return ExitCode.Ok;
        });
        return verb;
    }
}
