using Device.Core.Notebook;
using Device.Storage;

namespace Device.Host.Flows;

/// <summary>Keeps the journal small, and journal and blobs under the current key: a while after the start, then a few times a day, gently.</summary>
internal sealed partial class CompactionFlow(
    Journal journal, BlobStore blobs, CompactionOptions options, Func<Func<Fact, bool>?> retention, TimeProvider time, ILogger<CompactionFlow> logger)
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromHours(6);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var wait = AfterStart; ; wait = Between)
        {
            await Task.Delay(wait, time, cancellationToken);
            try
            {
                await journal.CompactAsync(options, retention(), null, cancellationToken);
                await blobs.RekeyAsync(cancellationToken);
            }
            catch (IOException e)
            {
                // The old segments count as before; it is tried again next time.
                LogFailed(logger, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the journal could not be compacted, or blobs not encrypted anew")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
