using Device.Core.Notebook;
using Device.Messages;
using Spark.Gateway.Broker;
using Spark.Gateway.Service;
using Spark.Gateway.Store;

namespace Spark.Gateway.Work;

/// <summary><c>up/changes</c>: facts are stored, acknowledged once they are committed, and sent to the account's other machines.</summary>
internal sealed partial class ChangesHandler(
    IAccountStore store, IDownlink downlink, FanOut fanOut, TimeProvider timeProvider, GatewayMetrics metrics, ILogger<ChangesHandler> logger)
{
    private readonly ILogger<ChangesHandler> _logger = logger;

    /// <summary>Handles messages in one transaction. A message that is not a batch of facts is rejected and counted.</summary>
    /// <exception cref="System.Data.Common.DbException">The store failed; nothing was stored and nothing is acknowledged.</exception>
    public async Task HandleAsync(IReadOnlyList<InboundMessage> messages, CancellationToken cancellationToken)
    {
        List<FactBatch> batches = [];
        foreach (var message in messages)
        {
            batches.AddRange(Read(message));
        }

        if (batches.Count == 0)
        {
            return;
        }

        var began = timeProvider.GetTimestamp();
        var results = await store.AppendAsync(batches, cancellationToken);
        metrics.Appended(timeProvider.GetElapsedTime(began));
        foreach (var result in results)
        {
            Count(result);
        }

        await Task.WhenAll(results.Select(result => downlink.SendAsync(
            new OutboundMessage(new DeviceTopic(result.Device, TopicKind.DownAck), MessageJson.Write(result.Ack), MqttContract.Json), cancellationToken)));
        await fanOut.SendAsync(results, cancellationToken);
    }

    private IEnumerable<FactBatch> Read(InboundMessage message)
    {
        try
        {
            return Batches(message);
        }
        catch (MessageFormatException e)
        {
            metrics.Rejected("format");
            LogFormat(message.Topic.Device, e.Field);
            return [];
        }
    }

    private IEnumerable<FactBatch> Batches(InboundMessage message)
    {
        message.Expect(MqttContract.Facts);
        var facts = ChangesCodec.Read(message.Payload.Span);
        var own = facts.Where(fact => fact.Id.Device == message.Topic.Device).ToList();
        if (own.Count < facts.Count)
        {
            // Only a machine itself may say what it wrote: its topic is the only name that the broker has proved.
            metrics.Facts("foreign", facts.Count - own.Count);
            LogForeign(message.Topic.Device, facts.Count - own.Count);
        }

        var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        return own.GroupBy(fact => fact.Id.Epoch).Select(group => Batch(message.Topic.Device, group, now));
    }

    /// <summary>A time far ahead would win over every other for ever: such facts are refused here, because who reads a fact must not change its time.</summary>
    private FactBatch Batch(DeviceId device, IGrouping<ulong, Fact> facts, long now)
    {
        var ahead = facts.Where(fact => OriginClock.IsAhead(fact.Time, now)).ToList();
        if (ahead.Count > 0)
        {
            LogAhead(device, ahead.Count, ahead.Max(fact => fact.Time.UnixMilliseconds - now) / 3_600_000);
        }

        return new FactBatch(device, facts.Key, [.. facts.Except(ahead)])
        {
            Refused =
            [
                .. ahead.Select(fact => new RejectedFact(
                    fact.Id.Sequence,
                    $"the machine's clock is {(fact.Time.UnixMilliseconds - now) / 3_600_000} h ahead, at most {OriginClock.MostAhead.TotalHours} h expected")),
            ],
        };
    }

    private void Count(AppendResult result)
    {
        metrics.Facts("stored", result.Added.Count);
        metrics.Facts("known", result.Known);
        metrics.Facts("conflict", result.Conflicts);
        metrics.Facts("rejected", result.Ack.Rejected.Count - result.Conflicts);
        if (result.Conflicts > 0)
        {
            LogConflict(result.Device, result.Ack.Epoch, result.Conflicts);
        }
    }

    [LoggerMessage(1313, LogLevel.Warning, "{Device} sent changes that were rejected: {Field} is not as the contract says.")]
    private partial void LogFormat(DeviceId device, string field);

    [LoggerMessage(1311, LogLevel.Warning, "{Device} sent {Count} facts in the name of another machine; they were not stored.")]
    private partial void LogForeign(DeviceId device, int count);

    [LoggerMessage(1314, LogLevel.Warning, "{Device} sent {Count} facts up to {Hours} h ahead of time; they were refused.")]
    private partial void LogAhead(DeviceId device, int count, long hours);

    [LoggerMessage(1312, LogLevel.Error, "{Device} sent {Count} facts that differ from stored ones of the same name (epoch {Epoch}): it was cloned, or restored without a new epoch.")]
    private partial void LogConflict(DeviceId device, string epoch, int count);
}
