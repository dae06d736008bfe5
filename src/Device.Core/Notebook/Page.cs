using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>
/// A page as folded from facts. Facts may come in any order and more than once: the page is the same
/// (strokes are an observed-remove set; of readings that share a stroke the latest shows). Not thread-safe.
/// Memory: linear in the strokes ever drawn on it.
/// </summary>
public sealed class Page
{
    private readonly SortedDictionary<FactId, (Hlc Time, Stroke Stroke)> _strokes = [];
    private readonly HashSet<FactId> _erased = [];
    private readonly SortedDictionary<FactId, (Hlc Time, LineRead Line)> _lines = [];

    internal Page(FactId id) => Id = id;

    /// <summary>The page's name.</summary>
    public FactId Id { get; }

    /// <summary>How it was added, or null while only its content has been seen.</summary>
    public PageAdded? Added { get; private set; }

    /// <summary>When it was added.</summary>
    public Hlc Time { get; private set; }

    /// <summary>The strokes that are not erased, in the order of writing.</summary>
    /// <returns>A new list.</returns>
    public ImmutableArray<PlacedStroke> Strokes() =>
        [.. _strokes.Where(s => !_erased.Contains(s.Key))
            .OrderBy(s => s.Value.Time).ThenBy(s => s.Key)
            .Select(s => new PlacedStroke(s.Key, s.Value.Stroke))];

    /// <summary>The readings that show, from top to bottom: each the latest for all its strokes, none of them erased.</summary>
    /// <returns>A new list.</returns>
    public ImmutableArray<LineRead> Lines()
    {
        var latest = new Dictionary<FactId, (Hlc Time, FactId Id)>();
        foreach (var (id, (time, line)) in _lines)
        {
            foreach (var stroke in line.Strokes)
            {
                if (!latest.TryGetValue(stroke, out var best) || (time, id).CompareTo(best) > 0)
                {
                    latest[stroke] = (time, id);
                }
            }
        }

        return
        [
            .. _lines.Where(l => l.Value.Line.Strokes.All(s => latest[s].Id == l.Key && _strokes.ContainsKey(s) && !_erased.Contains(s)))
                .Select(l => l.Value.Line)
                .OrderBy(l => l.Strokes.Min(s => _strokes[s].Stroke.Bounds.Top)).ThenBy(l => l.Strokes[0]),
        ];
    }

    /// <summary>The readings that show, one a line.</summary>
    /// <returns>The text, lines separated by a line feed.</returns>
    public string Text() => string.Join('\n', Lines().Select(l => l.Text).Where(t => t.Length > 0));

    internal bool Apply(Fact fact) => fact.Body switch
    {
        PageAdded added => Set(added, fact.Time),
        StrokeAdded stroke => _strokes.TryAdd(fact.Id, (fact.Time, stroke.Stroke)),
        StrokesErased erased => AddErased(erased),
        LineRead line => _lines.TryAdd(fact.Id, (fact.Time, line)),
        _ => false,
    };

    private bool Set(PageAdded added, Hlc time)
    {
        if (Added is not null)
        {
            return false;
        }

        (Added, Time) = (added, time);
        return true;
    }

    private bool AddErased(StrokesErased erased)
    {
        var before = _erased.Count;
        _erased.UnionWith(erased.Strokes);
        return _erased.Count != before;
    }
}
