namespace Device.Recognition.Handwriting;

/// <summary>What of the text before decides how likely the next character is.</summary>
/// <param name="Character">The Han character before, by its place in the model, or -1 when something else stands there.</param>
/// <param name="Pair">The two Han characters before, by their place in the model, or -1 when the model does not have the pair.</param>
/// <param name="Node">The letters since the word began, as a node of the letter tree: 0 between words, -1 in a word the tree does not have.</param>
internal readonly record struct LanguageState(int Character, int Pair, int Node)
{
    internal static LanguageState Start => new(-1, -1, 0);

    internal bool IsInWord => Node != 0;
}
