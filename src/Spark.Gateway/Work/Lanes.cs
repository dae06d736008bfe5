using System.Threading.Channels;
using Device.Core.Notebook;
using Microsoft.Extensions.Options;
using Spark.Gateway.Broker;

namespace Spark.Gateway.Work;

/// <summary>
/// Where messages wait between reception and handling. A machine's messages keep to one lane, so they stay in order; lanes
/// run side by side, so one slow transaction holds up a part of the machines only. Adding is safe from any thread.
/// </summary>
internal sealed class Lanes
{
    private readonly Channel<InboundMessage>[] _lanes;
    private readonly int _batch;
    private readonly long _byteLimit;
    private long _bytes;

    public Lanes(IOptions<WorkOptions> options)
    {
        _batch = options.Value.MessagesPerTransaction;
        _byteLimit = options.Value.WaitingMegabytes * 1024L * 1024;
        // Full: refuse. The receiver must never wait; a message that is refused has not been acknowledged and comes again.
        _lanes = [.. Enumerable.Range(0, options.Value.Lanes).Select(_ => Channel.CreateBounded<InboundMessage>(
            new BoundedChannelOptions(options.Value.LaneCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }))];
    }

    /// <summary>Takes a message unless its lane is full or closed, or too many bytes wait. Does not wait.</summary>
    public bool TryAdd(InboundMessage message)
    {
        if (Interlocked.Add(ref _bytes, message.Payload.Length) <= _byteLimit && LaneOf(message.Topic.Device).Writer.TryWrite(message))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -message.Payload.Length);
        return false;
    }

    /// <summary>Takes no more messages; those that wait are still handled.</summary>
    public void Close()
    {
        foreach (var lane in _lanes)
        {
            lane.Writer.TryComplete();
        }
    }

    /// <summary>Handles messages, in batches of what waits, until the lanes are closed and empty.</summary>
    public Task RunAsync(Func<IReadOnlyList<InboundMessage>, CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        Task.WhenAll(_lanes.Select(lane => RunAsync(lane.Reader, handle, cancellationToken)));

    private async Task RunAsync(
        ChannelReader<InboundMessage> lane, Func<IReadOnlyList<InboundMessage>, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        List<InboundMessage> batch = [];
        while (await lane.WaitToReadAsync(cancellationToken))
        {
            while (batch.Count < _batch && lane.TryRead(out var message))
            {
                batch.Add(message);
            }

            await handle(batch, cancellationToken);
            Interlocked.Add(ref _bytes, -batch.Sum(message => (long)message.Payload.Length));
            batch.Clear();
        }
    }

    private Channel<InboundMessage> LaneOf(DeviceId device)
    {
        // FNV-1a and not GetHashCode, which differs from process to process: a simulation must play the same again.
        var hash = 2166136261u;
        foreach (var letter in device.Value)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return _lanes[hash % (uint)_lanes.Length];
    }
}
