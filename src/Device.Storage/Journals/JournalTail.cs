using System.Collections.Immutable;

namespace Device.Storage;

/// <summary>What readers may see of the journal: one value, replaced at every commit. Thread-safe.</summary>
/// <param name="segments">The segments that count.</param>
/// <param name="durable">The last durable position.</param>
/// <param name="ended">Whether nothing will be added.</param>
/// <param name="failure">Why, when the journal failed.</param>
internal sealed class JournalTail(ImmutableArray<SegmentExtent> segments, long durable, bool ended = false, JournalFailedException? failure = null)
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ImmutableArray<SegmentExtent> Segments { get; } = segments;

    public long Durable { get; } = durable;

    public bool Ended { get; } = ended;

    public JournalFailedException? Failure { get; } = failure;

    /// <summary>Completes when this value has been replaced.</summary>
    public Task Changed => _changed.Task;

    public void Replaced() => _changed.TrySetResult();

    /// <summary>The index of the segment that holds a position, or would hold it.</summary>
    public int IndexOf(long position)
    {
        var index = Segments.Length - 1;
        while (index > 0 && Segments[index].First > position)
        {
            index--;
        }

        return index;
    }
}
