using System.Data.Common;
using Device.Core.Notebook;
using Microsoft.Extensions.Options;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// Expels machines that have been silent for longer than their account allows, so that the others need not keep for them what
/// was erased. Any number of workers may do it; a machine is expelled once.
/// </summary>
internal sealed partial class Expulsion(
    IAccountStore store, IOptions<WorkOptions> options, TimeProvider timeProvider, GatewayMetrics metrics, ILogger<Expulsion> logger)
{
    private const int AtOnce = 256;

    private readonly ILogger<Expulsion> _logger = logger;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.ExpelSeconds), timeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await ExpelAsync(cancellationToken);
            }
            catch (DbException e)
            {
                metrics.Failed("expulsion");
                LogFailed(e.GetType().Name);
            }
        }
    }

    private async Task ExpelAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DeviceId> expelled;
        do
        {
            expelled = await store.ExpelAsync(timeProvider.GetUtcNow(), AtOnce, cancellationToken);
            metrics.Expelled(expelled.Count);
            foreach (var device in expelled)
            {
                LogExpelled(device);
            }
        }
        while (expelled.Count == AtOnce);
    }

    [LoggerMessage(1381, LogLevel.Warning, "{Device} has been silent for too long and is expelled; it rejoins when it comes back.")]
    private partial void LogExpelled(DeviceId device);

    [LoggerMessage(1382, LogLevel.Warning, "Looking for silent machines failed: {Kind}.")]
    private partial void LogFailed(string kind);
}
