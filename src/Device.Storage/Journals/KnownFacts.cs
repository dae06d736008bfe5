using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>The names of all facts in the journal. Not thread-safe.</summary>
internal sealed class KnownFacts
{
    private readonly Dictionary<(DeviceId Device, ulong Epoch), SequenceSet> _sequences = [];

    /// <returns>Whether the fact was not known.</returns>
    public bool Add(FactId id)
    {
        if (!_sequences.TryGetValue((id.Device, id.Epoch), out var set))
        {
            _sequences.Add((id.Device, id.Epoch), set = new SequenceSet());
        }

        return set.Add(id.Sequence);
    }

    public bool Contains(FactId id) => _sequences.TryGetValue((id.Device, id.Epoch), out var set) && set.Contains(id.Sequence);

    /// <summary>The highest sequence of a machine's epoch; 0 when there is none.</summary>
    public ulong Highest(DeviceId device, ulong epoch) => _sequences.TryGetValue((device, epoch), out var set) ? set.Highest : 0;
}
