using System.Security.Cryptography;
using Device.Core.Notebook;
using Device.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Journals;

/// <summary><c>devicectl journal rebuild</c>.</summary>
internal static class JournalRebuildVerb
{
    internal static Verb Create(SharedOptions shared)
    {
        var json = SharedOptions.Json();
        var verb = new Verb("rebuild", "Deletes the views and makes them anew from the journal; deviced must not run.", "devicectl journal rebuild --data /var/lib/device") { json };
        verb.Does(async (parsed, cancellationToken) =>
        {
            var folder = JournalFolders.Journal(parsed, shared);
            var found = await JournalVerifier.VerifyAsync(folder, JournalFolders.Keys(parsed, shared), cancellationToken);
            if (!DeviceId.TryParse(found.Device, out var device))
            {
                throw new CliException($"{folder}: an empty journal, there is nothing to make views from");
            }

            // Opening takes the journal for this process alone and mends its end, as deviced would.
            var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
            await using var journal = await Journal.OpenAsync(
                new JournalOptions { Directory = folder }, JournalFolders.Keys(parsed, shared), device, TimeProvider.System, random, NullLogger<Journal>.Instance, cancellationToken);
            await using var store = await NotebookStore.OpenAsync(
                new NotebookStoreOptions { Directory = JournalFolders.View(parsed, shared) }, journal, TimeProvider.System, NullLogger<NotebookStore>.Instance, cancellationToken);
            await ErrorConsole.WithProgressAsync(parsed.InvocationConfiguration.Error, "records", _ => store.RebuildAsync(cancellationToken));
            var rebuilt = new Rebuilt(journal.Report.Records, store.AppliedPosition, (await store.NotesAsync(cancellationToken)).Count);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                parsed.GetValue(json) ? JsonText.Of(rebuilt) : $"{rebuilt.Records:N0} records, {rebuilt.Notes:N0} notes");
            return ExitCode.Ok;
        });
        return verb;
    }
}
