using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>The names of all facts in the journal. Not thread-safe.</summary>
internal sealed class KnownFacts
{
    private readonly Dictionary<(DeviceId Device, ulong Epoch), SequenceSet> _sequences = [];

    /// <summary>All names as ranges of sequences.</summary>
    public IEnumerable<(DeviceId Device, ulong Epoch, ulong First, ulong Last)> Ranges =>
        _sequences.SelectMany(s => s.Value.Ranges.Select(r => (s.Key.Device, s.Key.Epoch, r.First, r.Last)));

    /// <returns>Whether the fact was not known.</returns>
    public bool Add(FactId id) => SetOf(id.Device, id.Epoch).Add(id.Sequence);

    public void Add(DeviceId device, ulong epoch, ulong first, ulong last) => SetOf(device, epoch).AddRange(first, last);

    public void Remove(FactId id) => SetOf(id.Device, id.Epoch).Remove(id.Sequence);

    public bool Contains(FactId id) => _sequences.TryGetValue((id.Device, id.Epoch), out var set) && set.Contains(id.Sequence);

    /// <summary>The highest sequence of a machine's epoch; 0 when there is none.</summary>
    public ulong Highest(DeviceId device, ulong epoch) => _sequences.TryGetValue((device, epoch), out var set) ? set.Highest : 0;

    private SequenceSet SetOf(DeviceId device, ulong epoch)
    {
        if (!_sequences.TryGetValue((device, epoch), out var set))
        {
            _sequences.Add((device, epoch), set = new SequenceSet());
        }

        return set;
    }
}
