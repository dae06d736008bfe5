namespace Device.Core.Notebook;

/// <summary>Tags as an observed-remove set: a tag is there while some fact that put it on has not been taken off by name. Not thread-safe.</summary>
internal sealed class TagSet
{
    private readonly Dictionary<FactId, SortedDictionary<FactId, string>> _adds = [];
    private readonly Dictionary<FactId, HashSet<FactId>> _removed = [];

    public bool Add(FactId id, TagAdded added)
    {
        if (!_adds.TryGetValue(added.Subject, out var adds))
        {
            _adds.Add(added.Subject, adds = []);
        }

        return adds.TryAdd(id, added.Tag);
    }

    public bool Remove(TagRemoved removed)
    {
        if (!_removed.TryGetValue(removed.Subject, out var names))
        {
            _removed.Add(removed.Subject, names = []);
        }

        var before = names.Count;
        names.UnionWith(removed.Adds);
        return names.Count != before;
    }

    public bool IsRemoved(FactId subject, FactId add) => _removed.TryGetValue(subject, out var names) && names.Contains(add);

    public bool Knows(FactId subject, FactId add) => _adds.TryGetValue(subject, out var adds) && adds.ContainsKey(add);

    /// <summary>The facts that keep tags on, by name.</summary>
    public IEnumerable<(FactId Add, string Tag)> Of(FactId subject) => _adds.TryGetValue(subject, out var adds)
        ? adds.Where(a => !IsRemoved(subject, a.Key)).Select(a => (a.Key, a.Value))
        : [];
}
