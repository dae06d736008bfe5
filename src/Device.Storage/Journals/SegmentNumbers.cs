namespace Device.Storage;

/// <summary>Gives segments their numbers, each once. Thread-safe: the writer and compaction both begin segments.</summary>
/// <param name="highest">The highest number given so far.</param>
internal sealed class SegmentNumbers(ulong highest)
{
    private ulong _highest = highest;

    public ulong Next() => Interlocked.Increment(ref _highest);
}
