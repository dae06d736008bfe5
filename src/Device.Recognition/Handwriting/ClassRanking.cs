namespace Device.Recognition.Handwriting;

/// <summary>A class and how likely it is.</summary>
/// <param name="Class">Index of the class.</param>
/// <param name="LogProbability">Natural logarithm of its probability.</param>
internal readonly record struct RankedClass(int Class, float LogProbability);

/// <summary>From class scores to the best few classes, in one pass and without allocating.</summary>
internal static class ClassRanking
{
    /// <summary>Ranks the allowed classes.</summary>
    /// <param name="logits">Scores of every class; a score that is not finite counts as the lowest.</param>
    /// <param name="allowed">The classes that may answer.</param>
    /// <param name="reject">The class of no character, which takes its share of the probability, or -1.</param>
    /// <param name="temperature">Divides the scores.</param>
    /// <param name="best">Receives the best, best first; ties go to the lower class.</param>
    /// <param name="logSum">Logarithm of the sum of the allowed classes' exponentials: low for ink unlike any character the network was taught.</param>
    /// <returns>How many were written: the smaller of both lengths.</returns>
    internal static int Rank(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> allowed, int reject, float temperature, Span<RankedClass> best, out float logSum)
    {
        logSum = 0;
        var count = 0;
        foreach (var c in allowed)
        {
            var score = float.IsFinite(logits[c]) ? logits[c] / temperature : float.MinValue / 4;
            if (count < best.Length || score > best[count - 1].LogProbability)
            {
                count = Insert(best, count, new RankedClass(c, score));
            }
        }

        if (count == 0)
        {
            return 0;
        }

        logSum = LogSum(logits, allowed, temperature, best[0].LogProbability);
        var all = reject >= 0 && float.IsFinite(logits[reject]) ? LogAdd(logSum, logits[reject] / temperature) : logSum;
        for (var i = 0; i < count; i++)
        {
            best[i] = best[i] with { LogProbability = Math.Min(best[i].LogProbability - all, 0) };
        }

        return count;
    }

    private static int Insert(Span<RankedClass> best, int count, RankedClass item)
    {
        var at = Math.Min(count, best.Length - 1);
        for (; at > 0 && best[at - 1].LogProbability < item.LogProbability; at--)
        {
            best[at] = best[at - 1];
        }

        best[at] = item;
        return Math.Min(count + 1, best.Length);
    }

    private static float LogSum(ReadOnlySpan<float> logits, ReadOnlySpan<int> allowed, float temperature, float top)
    {
        var sum = 0f;
        foreach (var c in allowed)
        {
            if (float.IsFinite(logits[c]))
            {
                sum += MathF.Exp((logits[c] / temperature) - top);
            }
        }

        return sum > 0 ? top + MathF.Log(sum) : top;
    }

    private static float LogAdd(float a, float b) => Math.Max(a, b) + MathF.Log(1 + MathF.Exp(-Math.Abs(a - b)));
}
