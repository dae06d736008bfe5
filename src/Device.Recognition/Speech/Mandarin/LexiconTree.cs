namespace Device.Recognition.Speech.Mandarin;

/// <summary>The lexicon as a tree of labels: words that begin alike share nodes, words that sound alike end in one. Node 0 is the root.</summary>
internal sealed class LexiconTree
{
    private readonly List<int> _phones = [MandarinPhones.Blank];
    private readonly List<int> _parents = [-1];
    private readonly Dictionary<int, List<int>> _words = [];

    internal LexiconTree(MandarinLexicon lexicon, SyllableTable table)
    {
        var children = new Dictionary<(int Node, int Phone), int>();
        for (var w = 0; w < lexicon.Words.Length; w++)
        {
            var node = 0;
            foreach (var syllable in lexicon.Words[w].Syllables)
            {
                foreach (var phone in table.Phones[syllable])
                {
                    if (!children.TryGetValue((node, phone), out var child))
                    {
                        child = _phones.Count;
                        _phones.Add(phone);
                        _parents.Add(node);
                        children.Add((node, phone), child);
                    }

                    node = child;
                }
            }

            if (!_words.TryGetValue(node, out var ending))
            {
                _words.Add(node, ending = []);
            }

            ending.Add(w);
        }

        Phones = [.. _phones];
        Parents = [.. _parents];
        Ends = [.. _words.Keys.Order()];
    }

    /// <summary>The label of each node; parents come before children.</summary>
    internal int[] Phones { get; }

    /// <summary>The parent of each node, -1 for the root.</summary>
    internal int[] Parents { get; }

    /// <summary>Nodes where a word ends, ascending.</summary>
    internal int[] Ends { get; }

    /// <summary>Words that end at a node of <see cref="Ends"/>: they sound alike.</summary>
    internal List<int> WordsAt(int node) => _words[node];
}
