using Microsoft.Extensions.Options;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>Removes old questions and their answers, and blobs that nobody finished, from time to time.</summary>
internal sealed partial class Pruning(
    IAccountStore store,
    IOptions<WorkOptions> work,
    IOptions<StoreOptions> kept,
    TimeProvider timeProvider,
    GatewayMetrics metrics,
    ILogger<Pruning> logger)
{
    private readonly ILogger<Pruning> _logger = logger;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(work.Value.PruneSeconds), timeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                LogPruned(await store.PruneAsync(timeProvider.GetUtcNow().AddHours(-kept.Value.ReplyHours), cancellationToken));
                LogUnfinished(await store.PruneBlobsAsync(timeProvider.GetUtcNow().AddHours(-kept.Value.UnfinishedBlobHours), cancellationToken));
            }
            catch (System.Data.Common.DbException e)
            {
                metrics.Failed("pruning");
                LogFailed(e.GetType().Name);
            }
        }
    }

    [LoggerMessage(1351, LogLevel.Information, "{Count} old questions removed.")]
    private partial void LogPruned(int count);

    [LoggerMessage(1353, LogLevel.Information, "{Count} unfinished blobs removed.")]
    private partial void LogUnfinished(int count);

    [LoggerMessage(1352, LogLevel.Warning, "Removing old questions failed: {Kind}.")]
    private partial void LogFailed(string kind);
}
