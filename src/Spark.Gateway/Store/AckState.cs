using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>What has arrived of one machine's epoch. Immutable and pure.</summary>
/// <param name="Contiguous">Every sequence from 1 to this one is stored.</param>
/// <param name="Highest">The highest sequence up to which <paramref name="Holes"/> names everything that is missing.</param>
/// <param name="Holes">Missing ranges between the two, lowest first, at most <see cref="AckMessage.MaxHoles"/>; without what the machine withholds.</param>
/// <param name="Settled">Every sequence from 1 to this one is stored or withheld; not below the contiguous ones.</param>
internal sealed record AckState(long Contiguous, long Highest, IReadOnlyList<SequenceRange> Holes, long Settled)
{
    /// <summary>How many stored sequences above the settled ones are looked at; more are looked at next time.</summary>
    public const int Window = 8_192;

    /// <summary>Whether something that is missing is not named, because the machine said that it withholds it.</summary>
    public bool Withholds { get; private init; }

    /// <summary>Works out the state from what is stored above a settled run.</summary>
    /// <param name="contiguous">Known to be stored up to here.</param>
    /// <param name="settled">Known to be stored or withheld up to here, not below <paramref name="contiguous"/>.</param>
    /// <param name="above">Stored sequences above <paramref name="settled"/>, ascending, at most <see cref="Window"/>.</param>
    /// <param name="withheld">Ranges above it that are withheld, by their beginning; they may overlap, and name what is stored.</param>
    public static AckState From(long contiguous, long settled, IReadOnlyList<long> above, IReadOnlyList<(long First, long Last)> withheld)
    {
        List<SequenceRange> holes = [];
        var (highest, next) = (settled, 0);
        var withholds = settled > contiguous;
        foreach (var sequence in above)
        {
            var before = holes.Count;
            for (var missing = highest + 1; missing < sequence;)
            {
                while (next < withheld.Count && withheld[next].Last < missing)
                {
                    next++;
                }

                var (first, last) = next < withheld.Count ? withheld[next] : (long.MaxValue, long.MaxValue);
                if (first <= missing)
                {
                    (missing, withholds) = (last == long.MaxValue ? sequence : last + 1, true);
                    continue;
                }

                var end = Math.Min(sequence - 1, first - 1);
                holes.Add(new SequenceRange((ulong)missing, (ulong)end));
                missing = end + 1;
            }

            if (holes.Count > AckMessage.MaxHoles)
            {
                holes.RemoveRange(before, holes.Count - before);
                break;
            }

            contiguous = sequence == contiguous + 1 ? sequence : contiguous;
            settled = holes.Count == 0 ? sequence : settled;
            highest = sequence;
        }

        return new AckState(contiguous, highest, holes, Math.Max(settled, contiguous)) { Withholds = withholds };
    }
}
