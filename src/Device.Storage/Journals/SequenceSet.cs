namespace Device.Storage;

/// <summary>A set of sequence numbers kept as ranges: memory goes with the holes, not with the numbers. Not thread-safe.</summary>
internal sealed class SequenceSet
{
    private readonly List<(ulong First, ulong Last)> _ranges = [];

    /// <summary>The highest number; 0 when empty.</summary>
    public ulong Highest => _ranges.Count == 0 ? 0 : _ranges[^1].Last;

    public bool Contains(ulong number) => IndexAtOrBelow(number) is var i && i >= 0 && _ranges[i].Last >= number;

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
            _ranges[below] = (_ranges[below].First, _ranges[below + 1].Last);
            _ranges.RemoveAt(below + 1);
        }
        else if (joinsBelow)
        {
            _ranges[below] = (_ranges[below].First, number);
        }
        else if (joinsAbove)
        {
            _ranges[below + 1] = (number, _ranges[below + 1].Last);
        }
        else
        {
            _ranges.Insert(below + 1, (number, number));
        }

        return true;
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
