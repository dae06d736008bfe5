using System.Data.Common;
using Device.Core.Notebook;
using Device.Messages;
using Microsoft.Extensions.Options;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary>
/// Publishes what machines are wanted to be set to, retained, until the broker has taken it: whoever changed a wish only wrote it
/// to the store. Two workers may send one wish twice, which is harmless.
/// </summary>
internal sealed partial class DesiredSender(
    IAccountStore store, IDownlink downlink, IOptions<WorkOptions> options, TimeProvider timeProvider, GatewayMetrics metrics, ILogger<DesiredSender> logger)
{
    private const int AtOnce = 256;

    private readonly ILogger<DesiredSender> _logger = logger;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(options.Value.DesiredSeconds), timeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                foreach (var (device, desired) in await store.UntoldAsync(AtOnce, cancellationToken))
                {
                    await SendAsync(device, desired, cancellationToken);
                }
            }
            catch (DbException e)
            {
                metrics.Failed("desired");
                LogFailed(e.GetType().Name);
            }
        }
    }

    /// <summary>Sends a wish once.</summary>
    public async Task SendAsync(DeviceId device, DesiredMessage desired, CancellationToken cancellationToken)
    {
        OutboundMessage message = new(new DeviceTopic(device, TopicKind.DownDesired), MessageJson.Write(desired), MqttContract.Json) { Retain = true };
        if (await downlink.SendAsync(message, cancellationToken))
        {
            await store.ToldAsync(device, desired.Version, cancellationToken);
        }
    }

    [LoggerMessage(1361, LogLevel.Warning, "Reading what machines are wanted to be set to failed: {Kind}.")]
    private partial void LogFailed(string kind);
}
