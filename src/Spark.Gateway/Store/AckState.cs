using Device.Messages;

namespace Spark.Gateway.Store;

/// <summary>What has arrived of one machine's epoch. Immutable and pure.</summary>
/// <param name="Contiguous">Every sequence from 1 to this one is stored.</param>
/// <param name="Highest">The highest sequence up to which <paramref name="Holes"/> names everything that is missing.</param>
/// <param name="Holes">Missing ranges between the two, lowest first, at most <see cref="AckMessage.MaxHoles"/>.</param>
internal sealed record AckState(long Contiguous, long Highest, IReadOnlyList<SequenceRange> Holes)
{
    /// <summary>How many stored sequences above the contiguous ones are looked at; more are looked at next time.</summary>
    public const int Window = 8_192;

    /// <summary>Works out the state from what is stored above a contiguous run.</summary>
    /// <param name="contiguous">Known to be stored up to here.</param>
    /// <param name="above">Stored sequences above it, ascending, at most <see cref="Window"/>.</param>
    public static AckState From(long contiguous, IReadOnlyList<long> above)
    {
        var next = 0;
        while (next < above.Count && above[next] == contiguous + 1)
        {
            contiguous++;
            next++;
        }

        List<SequenceRange> holes = [];
        var highest = contiguous;
        for (; next < above.Count; next++)
        {
            if (above[next] > highest + 1)
            {
                if (holes.Count == AckMessage.MaxHoles)
                {
                    break;
                }

                holes.Add(new SequenceRange((ulong)(highest + 1), (ulong)(above[next] - 1)));
            }

            highest = above[next];
        }

        return new AckState(contiguous, highest, holes);
    }
}
