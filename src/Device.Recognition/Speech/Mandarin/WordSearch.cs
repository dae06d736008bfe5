namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// The best sequence of words through the network's answers (Viterbi over the lexicon's tree). Every word has the same price, so that
/// few long words win over many short ones. Work space grows with the longest sound. One caller at a time.
/// </summary>
internal sealed class WordSearch
{
    /// <summary>What a word costs, in natural logarithms.</summary>
    internal const double WordPrice = 3;

    private const double Never = double.NegativeInfinity;

    private readonly LexiconTree _tree;
    private readonly double[] _label;
    private readonly double[] _blank;
    private readonly int[] _labelSince;
    private readonly int[] _blankSince;
    private readonly List<(int Node, int Start, int End, int Before, double Total)> _ends = [];

    internal WordSearch(LexiconTree tree)
    {
        _tree = tree;
        var nodes = tree.Phones.Length;
        (_label, _blank) = (new double[nodes], new double[nodes]);
        (_labelSince, _blankSince) = (new int[nodes], new int[nodes]);
    }

    /// <summary>Searches.</summary>
    /// <returns>The words in order; empty where silence is likelier.</returns>
    internal List<HeardWord> Find(PhonePosteriors posteriors)
    {
        Array.Fill(_label, Never);
        Array.Fill(_blank, Never);
        _ends.Clear();

        // A path's history is the number of its last word end; -1 has none. Paths between words wait at the root.
        var root = (Total: 0.0, End: -1);
        for (var t = 0; t < posteriors.Steps; t++)
        {
            var logs = posteriors[t];
            Advance(logs, root);
            root.Total += logs[MandarinPhones.Blank];
            if (Close(t + 1) is { } closed && closed.Total > root.Total)
            {
                root = closed;
            }
        }

        return Trace(root.End, posteriors);
    }

    /// <summary>One step of every node, children before parents because both need the step before.</summary>
    private void Advance(ReadOnlySpan<float> logs, (double Total, int End) root)
    {
        var (phones, parents) = (_tree.Phones, _tree.Parents);
        var blank = logs[MandarinPhones.Blank];
        for (var n = phones.Length - 1; n > 0; n--)
        {
            var (phone, parent) = (phones[n], parents[n]);
            var (best, since) = (_label[n], _labelSince[n]);
            (_blank[n], _blankSince[n]) = _blank[n] > best ? (_blank[n] + blank, _blankSince[n]) : (best + blank, since);
            if (parent == 0)
            {
                if (root.Total > best)
                {
                    (best, since) = root;
                }
            }
            else
            {
                if (phones[parent] != phone && _label[parent] > best)
                {
                    (best, since) = (_label[parent], _labelSince[parent]);
                }

                if (_blank[parent] > best)
                {
                    (best, since) = (_blank[parent], _blankSince[parent]);
                }
            }

            (_label[n], _labelSince[n]) = (best + logs[phone], since);
        }
    }

    /// <summary>The best word that ends here, remembered; null where there is none.</summary>
    private (double Total, int End)? Close(int step)
    {
        var (best, node) = (Never, -1);
        foreach (var end in _tree.Ends)
        {
            var score = Math.Max(_label[end], _blank[end]);
            if (score > best)
            {
                (best, node) = (score, end);
            }
        }

        if (node < 0)
        {
            return null;
        }

        var before = _label[node] >= _blank[node] ? _labelSince[node] : _blankSince[node];
        _ends.Add((node, before >= 0 ? _ends[before].End : 0, step, before, best - WordPrice));
        return (best - WordPrice, _ends.Count - 1);
    }

    private List<HeardWord> Trace(int end, PhonePosteriors posteriors)
    {
        var words = new List<HeardWord>();
        for (; end >= 0; end = _ends[end].Before)
        {
            var (node, start, stop, before, total) = _ends[end];
            var already = before >= 0 ? _ends[before].Total : 0;
            words.Add(new HeardWord(node, start, Math.Min(stop, posteriors.Steps), total + WordPrice - already));
        }

        words.Reverse();
        return words;
    }
}
