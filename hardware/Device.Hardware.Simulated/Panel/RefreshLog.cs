namespace Device.Hardware.Simulated.Panel;

/// <summary>The newest refreshes, a bounded number of them. Not thread-safe.</summary>
internal sealed class RefreshLog(int capacity)
{
    private readonly Queue<RefreshRecord> _records = new(capacity);

    /// <summary>Refreshes since the panel was made.</summary>
    internal long Count { get; private set; }

    internal void Add(RefreshRecord record)
    {
        if (_records.Count == capacity)
        {
            _records.Dequeue();
        }

        _records.Enqueue(record with { Number = ++Count });
    }

    internal IReadOnlyList<RefreshRecord> ToList() => [.. _records];
}
