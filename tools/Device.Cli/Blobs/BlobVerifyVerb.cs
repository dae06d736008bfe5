using System.Globalization;
using Device.Cli.Journals;
using Device.Storage;

namespace Device.Cli.Blobs;

/// <summary><c>devicectl blob verify</c>.</summary>
internal static class BlobVerifyVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("verify", "Reads every blob whole. Fails when one is not what its name says.", "devicectl blob verify --json") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var found = BlobFiles.Verify(JournalFolders.Blobs(parsed, shared), JournalFolders.Keys(parsed, shared), cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json)
                ? found.ToJson()
                : string.Create(CultureInfo.InvariantCulture, $"{found.Blobs} blobs, {found.Bytes:N0} bytes, {found.Damaged.Count} damaged, {found.Unfinished} unfinished, {found.SetAside} set aside"));
            return found.Damaged.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        });
        return verb;
    }
}
