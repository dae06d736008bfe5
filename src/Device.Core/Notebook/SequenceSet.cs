namespace Device.Core.Notebook;

/// <summary>A set of sequence numbers kept as ranges: memory goes with the holes, not with the numbers. Not thread-safe.</summary>
public sealed class SequenceSet
{
    private readonly List<SequenceSpan> _ranges = [];

    /// <summary>The highest number; 0 when empty.</summary>
    public ulong Highest => _ranges.Count == 0 ? 0 : _ranges[^1].Last;

    /// <summary>The ranges, rising.</summary>
    public IReadOnlyList<SequenceSpan> Ranges => _ranges;

    /// <summary>Whether a number is in it.</summary>
    /// <param name="number">The number.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(ulong number) => IndexAtOrBelow(number) is var i && i >= 0 && _ranges[i].Last >= number;

    /// <summary>Adds a number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>Whether the number was not there.</returns>
    public bool Add(ulong number)
    {
        var below = IndexAtOrBelow(number);
        if (below >= 0 && _ranges[below].Last >= number)
        {
            return false;
        }

        var joinsBelow = below >= 0 && _ranges[below].Last + 1 == number;
        var joinsAbove = below + 1 < _ranges.Count && _ranges[below + 1].First == number + 1;
        if (joinsBelow && joinsAbove)
        {
            _ranges[below] = new SequenceSpan(_ranges[below].First, _ranges[below + 1].Last);
            _ranges.RemoveAt(below + 1);
        }
        else if (joinsBelow)
        {
            _ranges[below] = new SequenceSpan(_ranges[below].First, number);
        }
        else if (joinsAbove)
        {
            _ranges[below + 1] = new SequenceSpan(number, _ranges[below + 1].Last);
        }
        else
        {
            _ranges.Insert(below + 1, new SequenceSpan(number, number));
        }

        return true;
    }

    /// <summary>Adds all numbers from the first to the last.</summary>
    /// <param name="first">The first.</param>
    /// <param name="last">The last, not below the first.</param>
    public void AddRange(ulong first, ulong last)
    {
        // Ranges that touch the new one melt into it.
        var from = IndexAtOrBelow(first);
        from = from >= 0 && (_ranges[from].Last >= first || _ranges[from].Last + 1 == first) ? from : from + 1;
        var to = from;
        while (to < _ranges.Count && (_ranges[to].First <= last || _ranges[to].First == last + 1))
        {
            (first, last) = (Math.Min(first, _ranges[to].First), Math.Max(last, _ranges[to].Last));
            to++;
        }

        _ranges.RemoveRange(from, to - from);
        _ranges.Insert(from, new SequenceSpan(first, last));
    }

    /// <summary>Takes a number out.</summary>
    /// <param name="number">The number.</param>
    public void Remove(ulong number)
    {
        var at = IndexAtOrBelow(number);
        if (at < 0 || _ranges[at].Last < number)
        {
            return;
        }

        var (first, last) = _ranges[at];
        _ranges.RemoveAt(at);
        if (number < last)
        {
            _ranges.Insert(at, new SequenceSpan(number + 1, last));
        }

        if (first < number)
        {
            _ranges.Insert(at, new SequenceSpan(first, number - 1));
        }
    }

    private int IndexAtOrBelow(ulong number)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].First <= number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }
}
