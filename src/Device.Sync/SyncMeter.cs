using System.Diagnostics.Metrics;

namespace Device.Sync;

/// <summary>The instruments of the meter <see cref="Name"/>. Thread-safe.</summary>
internal sealed class SyncMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Device.Sync";

    private readonly Meter _meter = new(Name);

    /// <summary>Creates the instruments.</summary>
    /// <param name="pending">Facts that the gateway has not acknowledged.</param>
    public SyncMeter(Func<long> pending)
    {
        Sent = _meter.CreateCounter<long>("device.sync.facts.sent", "{fact}", "Facts handed to the broker, repetitions included.");
        Resent = _meter.CreateCounter<long>("device.sync.facts.resent", "{fact}", "Facts handed to the broker again.");
        Acked = _meter.CreateCounter<long>("device.sync.facts.acked", "{fact}", "Facts that the gateway has stored.");
        Rejected = _meter.CreateCounter<long>("device.sync.facts.rejected", "{fact}", "Facts that will never be stored, by who refused them.");
        BadMessages = _meter.CreateCounter<long>("device.sync.messages.rejected", "{message}", "Messages from the cloud that were set aside, by reason.");
        Refused = _meter.CreateCounter<long>("device.sync.publishes.refused", "{message}", "Messages that the broker did not take.");
        BlobBytesSent = _meter.CreateCounter<long>("device.sync.blobs.bytes.sent", "By", "Bytes of blobs handed to the broker, repetitions included.");
        BlobBytesReceived = _meter.CreateCounter<long>("device.sync.blobs.bytes.received", "By", "Bytes of blobs that arrived, repetitions included.");
        BlobsRejected = _meter.CreateCounter<long>("device.sync.blobs.rejected", "{blob}", "Times that a blob was not taken, by who refused it.");
        Asked = _meter.CreateCounter<long>("device.sync.questions.asked", "{message}", "Questions sent, repetitions included.");
        Reconnects = _meter.CreateCounter<long>("device.sync.reconnects", "{connection}", "Connections that were lost or not made.");
        _meter.CreateObservableGauge("device.sync.pending", pending, "{fact}", "Facts that the gateway has not acknowledged.");
    }

    public Meter Meter => _meter;

    public Counter<long> Sent { get; }

    public Counter<long> Resent { get; }

    public Counter<long> Acked { get; }

    public Counter<long> Rejected { get; }

    public Counter<long> BadMessages { get; }

    public Counter<long> Refused { get; }

    public Counter<long> Asked { get; }

    public Counter<long> BlobBytesSent { get; }

    public Counter<long> BlobBytesReceived { get; }

    public Counter<long> BlobsRejected { get; }

    public Counter<long> Reconnects { get; }

    public void Dispose() => _meter.Dispose();
}
