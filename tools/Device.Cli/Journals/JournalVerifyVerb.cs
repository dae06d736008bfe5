using System.CommandLine;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Journals;

/// <summary><c>devicectl journal verify</c>.</summary>
internal static class JournalVerifyVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var repair = new Option<bool>("--repair") { Description = "First set aside what is torn or unreadable; deviced must not run." };
        var verb = new Verb(
            "verify", "Checks every checksum, position and body of the journal. Fails when an acknowledged fact is lost.",
            "devicectl journal verify --data /var/lib/device --json")
        {
            repair, json,
        };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var folder = JournalFolders.Journal(parsed, shared);
            var found = parsed.GetValue(repair)
                ? await JournalVerifier.RepairAsync(folder, JournalFolders.Keys(parsed, shared), NullLogger.Instance, cancellationToken)
                : await JournalVerifier.VerifyAsync(folder, JournalFolders.Keys(parsed, shared), cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(parsed.GetValue(json) ? found.ToJson() : Summary(found));
            foreach (var hole in found.Lost)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"{folder}: positions {hole.From} to {hole.To} are lost, {(hole.Segment.Length == 0 ? "with their file" : $"in {hole.Segment} at byte {hole.Offset}")}");
            }

            return found.Sound ? ExitCode.Ok : ExitCode.Failed;
        });
        return verb;
    }

    private static string Summary(JournalVerification found) =>
        $"{found.Records:N0} records in {found.Segments} segments, {found.Bytes:N0} bytes, {found.SetAside} set aside; "
        + $"{found.TornBytes:N0} torn bytes, {found.HarmlessDamage} harmless bad places, {found.UnreadableFiles} unreadable files, {found.Lost.Count} holes; "
        + (found.InUse ? "in use" : found.Clean ? "closed in order" : "not closed in order");
}
