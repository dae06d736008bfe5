namespace Device.Core.Notebook;

/// <summary>Last-writer-wins registers: of several values for a key the one with the latest time counts, then the one with the later name. Not thread-safe.</summary>
internal sealed class LatestOf<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (Hlc Time, FactId Id, TValue Value)> _values = [];

    public bool Set(TKey key, Fact fact, TValue value)
    {
        if (_values.TryGetValue(key, out var known) && (known.Time, known.Id).CompareTo((fact.Time, fact.Id)) >= 0)
        {
            return false;
        }

        _values[key] = (fact.Time, fact.Id, value);
        return true;
    }

    public bool TryGet(TKey key, out (Hlc Time, FactId Id, TValue Value) latest) => _values.TryGetValue(key, out latest);

    public TValue Or(TKey key, TValue other) => _values.TryGetValue(key, out var latest) ? latest.Value : other;
}
