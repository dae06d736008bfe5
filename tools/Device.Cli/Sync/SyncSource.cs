using System.CommandLine;
using System.Text.Json;
using Device.Cli.Journals;
using Device.Core.Notebook;
using Device.Storage;
using Device.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace Device.Cli.Sync;

/// <summary>Where sync's state comes from: the running service, else the files.</summary>
internal static class SyncSource
{
    /// <summary>Asks the service.</summary>
    /// <returns>Null when none runs.</returns>
    /// <exception cref="CliException">What answers is no deviced of this version.</exception>
    internal static async Task<SyncLine?> AskAsync(ParseResult parsed, SharedOptions shared, Func<RunningService, Task<string>> ask)
    {
        using var service = RunningService.Find(parsed.GetRequiredValue(shared.Data));
        if (service is null)
        {
            return null;
        }

        var text = await ask(service);
        try
        {
            return JsonSerializer.Deserialize(text, CliJson.Default.SyncLine);
        }
        catch (JsonException)
        {
            throw new CliException($"deviced answered something else than how sync stands: '{text[..Math.Min(text.Length, 200)]}.");
        }
    }

    /// <summary>Folds the journal of a machine that does not run.</summary>
    internal static async Task<SyncLine> FoldAsync(ParseResult parsed, SharedOptions shared, CancellationToken cancellationToken)
    {
        var folder = JournalFolders.Journal(parsed, shared);
        var keys = JournalFolders.Keys(parsed, shared);
        var found = await JournalVerifier.VerifyAsync(folder, keys, cancellationToken);
        if (!DeviceId.TryParse(found.Device, out var device))
        {
            return Stopped(new SyncOnDisk(0, 0, 0, 0, 0, 0));
        }

        return Stopped(await SyncOnDisk.ReadAsync(
            parsed.GetRequiredValue(shared.Data).FullName, keys, device, notesByDefault: true, NullLogger<AtomicFile>.Instance, cancellationToken));
    }

    private static SyncLine Stopped(SyncOnDisk disk) => new(
        Running: false,
        "stopped",
        "",
        disk.Pending + disk.BlobsToSend + disk.BlobsToFetch == 0,
        disk.Pending,
        disk.Held,
        0,
        (long)disk.Acked,
        0,
        null,
        0,
        Metered: false,
        "",
        new SyncBlobsLine(disk.BlobsToSend, disk.BlobsToFetch, disk.BlobBytes, 0, 0, 0, 0, null, null),
        0,
        0,
        []);
}
