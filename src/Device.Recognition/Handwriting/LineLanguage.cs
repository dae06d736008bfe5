using System.Text;

namespace Device.Recognition.Handwriting;

/// <summary>
/// What a language model says about the classes of a character model in a line: weighted, and centred so that usual text
/// scores about 0 and a line with little of it is neither favoured nor punished. Without a model every answer is 0.
/// </summary>
internal sealed class LineLanguage
{
    private const int NoToken = int.MinValue;

    /// <summary>Below the letters: Han characters by their place in the model, -1 for one that it does not know.</summary>
    private const int FirstLetter = 1 << 20;

    private readonly LanguageModel? _model;
    private readonly int[] _tokens;

    internal LineLanguage(IReadOnlyList<string> labels, LanguageModel? model)
    {
        _model = model;
        _tokens = [.. labels.Select(label => Token(label, model))];
    }

    /// <summary>What a class adds after a state.</summary>
    /// <param name="before">What stands before it.</param>
    /// <param name="class">The class.</param>
    /// <param name="isApart">Whether the free space before it would be a space between letters.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="after">What stands before the next character.</param>
    internal float Step(LanguageState before, int @class, bool isApart, LineWeights weights, out LanguageState after)
    {
        after = LanguageState.Start;
        if (_model is null)
        {
            return 0;
        }

        var token = _tokens[@class];
        if (token >= FirstLetter)
        {
            var ended = isApart ? End(before, weights) : 0;
            var letter = _model.Letter(isApart ? LanguageState.Start : before, (byte)(token - FirstLetter), out after);
            return ended + (weights.Words * (letter - _model.MiddleOfLetter));
        }

        var end = End(before, weights);
        return token == NoToken ? end : end + (weights.Language * (_model.Han(before, token, out after) - _model.MiddleOfHan));
    }

    /// <summary>What the end of a word adds, where one ends.</summary>
    internal float End(LanguageState before, LineWeights weights) =>
        _model is null || !before.IsInWord ? 0 : weights.Words * _model.EndOfWord(before);

    private static int Token(string label, LanguageModel? model)
    {
        if (model is null || !Rune.TryGetRuneAt(label, 0, out var rune) || label == ScriptClasses.Reject)
        {
            return NoToken;
        }

        if (ScriptClasses.IsLatin(rune.Value))
        {
            return FirstLetter + (rune.Value | 0x20);
        }

        return ScriptClasses.IsHan(rune.Value) ? model.IndexOf(rune.Value) : NoToken;
    }
}
