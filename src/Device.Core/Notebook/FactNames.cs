using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>New names of facts that are written again (<see cref="Rejoin"/>); every other name stays. Not thread-safe.</summary>
internal sealed class FactNames
{
    private readonly Dictionary<FactId, FactId> _names = [];

    public void Add(FactId old, FactId name) => _names.Add(old, name);

    public FactId Of(FactId id) => _names.GetValueOrDefault(id, id);

    public ImmutableArray<FactId> Of(ImmutableArray<FactId> ids) => [.. ids.Select(Of)];

    /// <summary>Who had seen a fact has seen it under its new name too.</summary>
    public VersionVector Of(VersionVector seen)
    {
        var all = new SeenFacts();
        all.Add(seen);
        foreach (var (old, name) in _names)
        {
            if (seen.Contains(old))
            {
                all.Add(name);
            }
        }

        return all.ToVector();
    }
}
