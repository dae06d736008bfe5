using System.Diagnostics.Metrics;

namespace Device.Storage;

/// <summary>The instruments of the meter <c>Device.Storage</c>: what operators see. Thread-safe.</summary>
internal sealed class StorageMetrics : IDisposable
{
    public const string MeterName = "Device.Storage";

    private readonly Meter _meter = new(MeterName);

    public StorageMetrics()
    {
        Records = _meter.CreateCounter<long>("device.storage.journal.records", "{record}", "Facts written and synced.");
        Syncs = _meter.CreateHistogram<double>("device.storage.journal.sync.duration", "s", "One sync of a segment.");
        Batches = _meter.CreateHistogram<int>("device.storage.journal.batch.size", "{record}", "Facts written by one commit.");
        WriteFailures = _meter.CreateCounter<long>("device.storage.journal.write.failures", "{failure}", "Writes or syncs that failed; each ends a segment.");
        QueueFull = _meter.CreateCounter<long>("device.storage.journal.queue.full", "{append}", "Appends that had to wait for a place in the queue.");
        Tears = _meter.CreateCounter<long>("device.storage.journal.torn_tails", "{tail}", "Torn tails found at opening.");
        Lost = _meter.CreateCounter<long>("device.storage.journal.lost", "{record}", "Positions found lost, at opening or reading.");
        ClocksRefused = _meter.CreateCounter<long>("device.storage.journal.clocks_refused", "{fact}", "Imported facts whose time is beyond 2100 and was not taken over by the clock.");
        Compactions = _meter.CreateHistogram<double>("device.storage.compaction.duration", "s", "One compaction of the journal.");
        Dropped = _meter.CreateCounter<long>("device.storage.compaction.dropped", "{record}", "Superseded facts that compaction dropped.");
        Reclaimed = _meter.CreateUpDownCounter<long>("device.storage.compaction.reclaimed", "By", "Bytes that compaction gave back.");
        BlobsDamaged = _meter.CreateCounter<long>("device.storage.blob.damaged", "{blob}", "Blobs found damaged and set aside.");
        BlobsRecovered = _meter.CreateCounter<long>("device.storage.blob.recovered", "{blob}", "Recordings that a stop had left unfinished.");
        Rebuilds = _meter.CreateCounter<long>("device.storage.view.rebuilds", "{rebuild}", "Times the view was made anew.");
        Applied = _meter.CreateCounter<long>("device.storage.view.applied", "{record}", "Facts taken into the view.");
    }

    /// <summary>Tells this object's instruments from others of the same name.</summary>
    public Meter Meter => _meter;

    public Counter<long> Records { get; }

    public Histogram<double> Syncs { get; }

    public Histogram<int> Batches { get; }

    public Counter<long> WriteFailures { get; }

    public Counter<long> QueueFull { get; }

    public Counter<long> Tears { get; }

    public Counter<long> Lost { get; }

    public Counter<long> ClocksRefused { get; }

    public Histogram<double> Compactions { get; }

    public Counter<long> Dropped { get; }

    public UpDownCounter<long> Reclaimed { get; }

    public Counter<long> BlobsDamaged { get; }

    public Counter<long> BlobsRecovered { get; }

    public Counter<long> Rebuilds { get; }

    public Counter<long> Applied { get; }

    public void Dispose() => _meter.Dispose();
}
