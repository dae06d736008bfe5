namespace Device.Core.Notebook;

/// <summary>Consecutive facts of one machine's epoch.</summary>
/// <param name="First">The first sequence, 1 or more.</param>
/// <param name="Last">The last sequence, not below the first.</param>
public readonly record struct SequenceSpan(ulong First, ulong Last)
{
    /// <summary>Where among ascending spans the first one lies that ends at a number or later; their count when there is none.</summary>
    internal static int IndexOfFirstEndingAtOrAfter(IReadOnlyList<SequenceSpan> spans, ulong number)
    {
        var (low, high) = (0, spans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (spans[middle].Last < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    internal static bool Contains(IReadOnlyList<SequenceSpan> spans, ulong number)
    {
        var at = IndexOfFirstEndingAtOrAfter(spans, number);
        return at < spans.Count && spans[at].First <= number;
    }
}
