namespace Device.Core.Notebook;

/// <summary>
/// The names of facts a machine has seen, as it grows. Kept as ranges: memory goes with the holes, not with the facts. Taking
/// facts in their order is O(log holes) each. Not thread-safe.
/// </summary>
public sealed class SeenFacts
{
    private readonly SortedDictionary<(DeviceId Device, ulong Epoch), SequenceSet> _epochs = [];

    /// <summary>Takes a name.</summary>
    /// <param name="id">The fact's name; a sequence of 0 names no fact and is passed over.</param>
    public void Add(FactId id) => Add(id.Device, id.Epoch, new SequenceSpan(id.Sequence, id.Sequence));

    /// <summary>Takes consecutive names.</summary>
    /// <param name="device">The machine.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="span">The sequences.</param>
    public void Add(DeviceId device, ulong epoch, SequenceSpan span)
    {
        if (span.First == 0 || span.Last < span.First)
        {
            return;
        }

        if (!_epochs.TryGetValue((device, epoch), out var numbers))
        {
            _epochs.Add((device, epoch), numbers = new SequenceSet());
        }

        numbers.AddRange(span.First, span.Last);
    }

    /// <summary>Takes all that another has seen.</summary>
    /// <param name="seen">What it has seen.</param>
    public void Add(VersionVector seen)
    {
        foreach (var (device, epoch, spans) in seen.Epochs)
        {
            foreach (var span in spans)
            {
                Add(device, epoch, span);
            }
        }
    }

    /// <summary>Whether a fact has been seen.</summary>
    /// <param name="id">Its name.</param>
    /// <returns>True when its name was taken.</returns>
    public bool Contains(FactId id) =>
        _epochs.TryGetValue((id.Device, id.Epoch), out var numbers) && numbers.Contains(id.Sequence);

    /// <summary>What has been seen so far.</summary>
    /// <returns>A vector of its own.</returns>
    public VersionVector ToVector() => new([.. _epochs.Select(e => new EpochSpans(e.Key.Device, e.Key.Epoch, [.. e.Value.Ranges]))]);
}
