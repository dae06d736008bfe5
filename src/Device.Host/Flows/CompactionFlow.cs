using Device.Host.Options;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>
/// Keeps the journal small, blobs without a fact away, and both under the current key: a while after the start, then a few
/// times a day, once the pen rests, gently.
/// </summary>
internal sealed partial class CompactionFlow(
    Journal journal, BlobStore blobs, string blobFolder, Retention retention, PenActivity activity, UpkeepOptions options, TimeProvider time, ILogger<CompactionFlow> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromSeconds(options.AfterStartSeconds); ; wait = TimeSpan.FromMinutes(options.IntervalMinutes))
        {
            await Task.Delay(wait, time, cancellationToken);
            await activity.RestAsync(TimeSpan.FromSeconds(options.RestSeconds), cancellationToken);
            try
            {
                await TidyAsync(cancellationToken);
            }
            catch (IOException e)
            {
                // The old segments count as before; it is tried again next time.
                LogFailed(logger, e);
            }
        }
    }

    /// <summary>Does it once.</summary>
    /// <exception cref="IOException">A file could not be read or written; what was done before stays done.</exception>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        var references = new BlobReferences([.. BlobFiles.List(blobFolder, cancellationToken).Select(b => b.Id)]);
        var superseded = await retention.ReadAsync(references.Look, cancellationToken);
        await journal.CompactAsync(new CompactionOptions(), superseded, null, cancellationToken);

        // What the medium has lost may have named any of them.
        if (journal.Report.Holes.Count == 0)
        {
            await blobs.CollectAsync(references.IsNamed, TimeSpan.FromDays(options.BlobGraceDays), cancellationToken);
        }

        await blobs.RekeyAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the journal could not be compacted, or blobs not collected or encrypted anew")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
