using System.Threading.Channels;
using Device.Core.Notebook;
using Device.Messages;
using Microsoft.Extensions.Options;
using Spark.Gateway.Broker;

namespace Spark.Gateway.Work;

/// <summary>
/// Where messages wait between reception and handling. A machine's messages keep to one lane, so they stay in order; lanes
/// run side by side, so one slow transaction holds up a part of the machines only. Blobs have lanes and room of their own.
/// Adding is safe from any thread.
/// </summary>
internal sealed class Lanes
{
    private readonly LaneSet _facts;
    private readonly LaneSet _blobs;

    public Lanes(IOptions<WorkOptions> options)
    {
        var work = options.Value;
        _facts = new LaneSet(work.Lanes, work.LaneCapacity, work.WaitingMegabytes, work.MessagesPerTransaction);
        _blobs = new LaneSet(work.BlobLanes, work.LaneCapacity, work.BlobWaitingMegabytes, 1);
    }

    /// <summary>Takes a message unless its lane is full or closed, or too many bytes wait. Does not wait.</summary>
    public bool TryAdd(InboundMessage message) => (message.Topic.Kind == TopicKind.UpBlob ? _blobs : _facts).TryAdd(message);

    /// <summary>Takes no more messages; those that wait are still handled.</summary>
    public void Close()
    {
        _facts.Close();
        _blobs.Close();
    }

    /// <summary>Handles messages, in batches of what waits, until the lanes are closed and empty.</summary>
    public Task RunAsync(Func<IReadOnlyList<InboundMessage>, CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        Task.WhenAll(_facts.RunAsync(handle, cancellationToken), _blobs.RunAsync(handle, cancellationToken));

    /// <summary>Lanes that share their room.</summary>
    private sealed class LaneSet
    {
        private readonly Channel<InboundMessage>[] _lanes;
        private readonly int _batch;
        private readonly long _byteLimit;
        private long _bytes;

        public LaneSet(int lanes, int capacity, int megabytes, int batch)
        {
            (_batch, _byteLimit) = (batch, megabytes * 1024L * 1024);
            // Full: refuse. The receiver must never wait; a message that is refused comes again.
            _lanes = [.. Enumerable.Range(0, lanes).Select(_ => Channel.CreateBounded<InboundMessage>(
                new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }))];
        }

        public bool TryAdd(InboundMessage message)
        {
            if (Interlocked.Add(ref _bytes, message.Payload.Length) <= _byteLimit && LaneOf(message.Topic.Device).Writer.TryWrite(message))
            {
                return true;
            }

            Interlocked.Add(ref _bytes, -message.Payload.Length);
            return false;
        }

        public void Close()
        {
            foreach (var lane in _lanes)
            {
                lane.Writer.TryComplete();
            }
        }

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
}
