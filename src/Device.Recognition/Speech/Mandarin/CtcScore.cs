namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006) of a given sequence of labels: its probability, and its best path.
/// Pure; safe from any thread.
/// </summary>
public static class CtcScore
{
    /// <summary>The logarithm of the probability that the sequence was said.</summary>
    /// <param name="posteriors">The network's answer.</param>
    /// <param name="labels">Labels without blanks; may be empty.</param>
    /// <returns>At most 0; negative infinity where the sequence does not fit into the steps.</returns>
    public static double LogProbability(PhonePosteriors posteriors, ReadOnlySpan<int> labels)
    {
        var states = (2 * labels.Length) + 1;
        Span<double> now = states <= 256 ? stackalloc double[states] : new double[states];
        now.Fill(double.NegativeInfinity);
        now[0] = 0;
        for (var t = 0; t < posteriors.Steps; t++)
        {
            var logs = posteriors[t];

            // From the last state to the first: each needs its predecessors of the step before.
            for (var s = states - 1; s >= 0; s--)
            {
                var total = t == 0 && s == 1 ? 0 : now[s];
                if (s > 0 && t > 0)
                {
                    total = Sum(total, now[s - 1]);
                    if (MaySkip(labels, s))
                    {
                        total = Sum(total, now[s - 2]);
                    }
                }

                now[s] = total + logs[LabelOf(labels, s)];
            }
        }

        return states == 1 ? now[0] : Sum(now[^1], now[^2]);
    }

    /// <summary>The likeliest path of the sequence through the steps.</summary>
    /// <param name="posteriors">The network's answer.</param>
    /// <param name="labels">Labels without blanks, 1 or more.</param>
    /// <returns>For every label the steps that are it; null where the sequence does not fit.</returns>
    public static LabelSpan[]? Align(PhonePosteriors posteriors, ReadOnlySpan<int> labels)
    {
        var states = (2 * labels.Length) + 1;
        var back = new byte[posteriors.Steps, states];
        var now = new double[states];
        Array.Fill(now, double.NegativeInfinity);
        for (var t = 0; t < posteriors.Steps; t++)
        {
            var logs = posteriors[t];
            for (var s = states - 1; s >= 0; s--)
            {
                var (best, step) = t == 0 ? (s <= 1 ? 0 : double.NegativeInfinity, 0) : Best(now, labels, s);
                back[t, s] = (byte)step;
                now[s] = best + logs[LabelOf(labels, s)];
            }
        }

        var state = states > 1 && now[^2] > now[^1] ? states - 2 : states - 1;
        return posteriors.Steps == 0 || double.IsNegativeInfinity(now[state]) ? null : Trace(back, labels.Length, state);
    }

    private static (double Best, int Step) Best(double[] now, ReadOnlySpan<int> labels, int s)
    {
        var (best, step) = (now[s], 0);
        if (s > 0 && now[s - 1] > best)
        {
            (best, step) = (now[s - 1], 1);
        }

        return s > 1 && MaySkip(labels, s) && now[s - 2] > best ? (now[s - 2], 2) : (best, step);
    }

    private static LabelSpan[] Trace(byte[,] back, int count, int state)
    {
        var spans = new LabelSpan[count];
        for (var t = back.GetLength(0) - 1; t >= 0; t--)
        {
            if (state % 2 == 1)
            {
                var label = state / 2;
                spans[label] = spans[label].End == 0 ? new LabelSpan(t, t + 1) : spans[label] with { Start = t };
            }

            state -= back[t, state];
        }

        return spans;
    }

    /// <summary>A blank between two labels may be left out unless they are equal.</summary>
    private static bool MaySkip(ReadOnlySpan<int> labels, int s) => s % 2 == 1 && s > 1 && labels[s / 2] != labels[(s / 2) - 1];

    private static int LabelOf(ReadOnlySpan<int> labels, int s) => s % 2 == 0 ? MandarinPhones.Blank : labels[s / 2];

    private static double Sum(double a, double b)
    {
        if (a < b)
        {
            (a, b) = (b, a);
        }

        return double.IsNegativeInfinity(b) ? a : a + Math.Log(1 + Math.Exp(b - a));
    }
}
