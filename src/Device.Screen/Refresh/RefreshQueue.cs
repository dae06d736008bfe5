using Device.Core.Screen;

namespace Device.Screen.Refresh;

/// <summary>
/// Regions that wait to be sent, never two for one pixel. A request that overlaps or touches one that waits becomes one with it,
/// with the stronger intent, unless sending the part that it adds costs less. Bounded; allocates nothing after it was made. Not thread-safe.
/// </summary>
/// <param name="commandCost">What one more command costs, in pixels.</param>
internal sealed class RefreshQueue(int commandCost)
{
    /// <summary>Most entries; of more, the two are merged that waste least.</summary>
    internal const int Capacity = 48;

    private readonly List<Entry> _entries = new(Capacity + (2 * RectPieces.Most) + 2);

    /// <summary>Entries that wait.</summary>
    internal int Count => _entries.Count;

    /// <summary>Requests that became one with another.</summary>
    internal long Merges { get; private set; }

    internal Entry this[int index] => _entries[index];

    /// <summary>Asks for a region. What waits for any of its pixels afterwards has at least this intent.</summary>
    internal void Add(PixelRect region, RefreshIntent intent, long since)
    {
        Insert(new Entry(region, intent, since));
        while (_entries.Count > Capacity)
        {
            MergeCheapest();
        }
    }

    /// <summary>Takes a part of an entry out; what is left of the entry stays.</summary>
    internal void Take(int index, PixelRect part)
    {
        var entry = _entries[index];
        _entries.RemoveAt(index);
        AddRest(entry, part);
    }

    internal void Clear() => _entries.Clear();

    private void Insert(Entry entry)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            var other = _entries[i];
            if (IsCheaperAsOne(entry, other))
            {
                // The union may meet others in its turn.
                _entries.RemoveAt(i);
                entry = entry.With(other);
                Merges++;
                i = -1;
            }
        }

        Span<PixelRect> rest = stackalloc PixelRect[RectPieces.Most];
        for (var i = 0; i < _entries.Count; i++)
        {
            var other = _entries[i];
            if (!RectPieces.Meets(entry.Region, other.Region))
            {
                continue;
            }

            if (other.Intent < entry.Intent)
            {
                _entries.RemoveAt(i--);
                AddRest(other, entry.Region);
                continue;
            }

            // What waits there already is strong enough: only what lies beyond it is new.
            var count = RectPieces.Subtract(entry.Region, other.Region, rest);
            for (var p = 0; p < count; p++)
            {
                Cut(entry with { Region = rest[p] }, i + 1);
            }

            return;
        }

        _entries.Add(entry);
    }

    /// <summary>As the second half of <see cref="Insert"/>, for a piece that was compared with the entries before an index.</summary>
    private void Cut(Entry piece, int from)
    {
        Span<PixelRect> rest = stackalloc PixelRect[RectPieces.Most];
        for (var i = from; i < _entries.Count; i++)
        {
            var other = _entries[i];
            if (!RectPieces.Meets(piece.Region, other.Region))
            {
                continue;
            }

            if (other.Intent < piece.Intent)
            {
                _entries.RemoveAt(i--);
                AddRest(other, piece.Region);
                continue;
            }

            var count = RectPieces.Subtract(piece.Region, other.Region, rest);
            for (var p = 0; p < count; p++)
            {
                Cut(piece with { Region = rest[p] }, i + 1);
            }

            return;
        }

        _entries.Add(piece);
    }

    private bool IsCheaperAsOne(Entry a, Entry b)
    {
        if (a.Intent == b.Intent)
        {
            return RectPieces.Waste(a.Region, b.Region) <= commandCost;
        }

        // What would be driven more strongly than anybody asked for is the price.
        var strong = a.Intent > b.Intent ? a.Region : b.Region;
        return RectPieces.Touches(a.Region, b.Region) && RectPieces.Area(a.Region.Union(b.Region)) - RectPieces.Area(strong) <= commandCost;
    }

    private void AddRest(Entry entry, PixelRect taken)
    {
        Span<PixelRect> rest = stackalloc PixelRect[RectPieces.Most];
        var count = RectPieces.Subtract(entry.Region, taken, rest);
        for (var p = 0; p < count; p++)
        {
            _entries.Add(entry with { Region = rest[p] });
        }
    }

    private void MergeCheapest()
    {
        var (first, second, least) = (0, 1, long.MaxValue);
        for (var i = 0; i < _entries.Count; i++)
        {
            for (var j = i + 1; j < _entries.Count; j++)
            {
                var waste = RectPieces.Waste(_entries[i].Region, _entries[j].Region);
                if (waste < least)
                {
                    (first, second, least) = (i, j, waste);
                }
            }
        }

        var union = _entries[first].With(_entries[second]);
        _entries.RemoveAt(second);
        _entries.RemoveAt(first);
        Merges++;

        // What else lies in the union becomes part of it, so that no pixel waits twice.
        for (var i = 0; i < _entries.Count; i++)
        {
            if (RectPieces.Meets(union.Region, _entries[i].Region))
            {
                union = union.With(_entries[i]);
                _entries.RemoveAt(i);
                i = -1;
            }
        }

        _entries.Add(union);
    }

    /// <summary>A region that waits.</summary>
    /// <param name="Region">Where.</param>
    /// <param name="Intent">The strongest intent that was asked for.</param>
    /// <param name="Since">When the oldest request in it was made.</param>
    internal readonly record struct Entry(PixelRect Region, RefreshIntent Intent, long Since)
    {
        internal Entry With(Entry other) => new(
            Region.Union(other.Region),
            (RefreshIntent)Math.Max((int)Intent, (int)other.Intent),
            Math.Min(Since, other.Since));
    }
}
