using System.Collections.Immutable;
using Device.Recognition.Speech.Mandarin;

namespace Device.Recognition.Speech.Reading;

/// <summary>What a text that is read aloud sounds like. Pure.</summary>
public static class ReadingText
{
    private const int LongestWord = 8;

    /// <summary>Turns Han characters (the longest words of the lexicon first) or pinyin with tone numbers into syllables.</summary>
    /// <param name="text">Such as 你好 or <c>ni3 hao3</c>; punctuation and white space are passed over.</param>
    /// <param name="lexicon">The words.</param>
    /// <param name="table">The syllables.</param>
    /// <param name="unknown">The first part that is neither, where null is returned.</param>
    /// <returns>The syllables, or null.</returns>
    public static ImmutableArray<TargetSyllable>? Parse(string text, MandarinLexicon lexicon, SyllableTable table, out string unknown)
    {
        var syllables = ImmutableArray.CreateBuilder<TargetSyllable>();
        unknown = "";
        for (var at = 0; at < text.Length;)
        {
            var taken = char.IsPunctuation(text[at]) || char.IsWhiteSpace(text[at]) ? 1
                : char.IsAsciiLetter(text[at]) || text[at] == 'ü' ? Pinyin(text.AsSpan(at), table, syllables)
                : Han(text, at, lexicon, syllables);
            if (taken == 0)
            {
                unknown = text[at..Math.Min(text.Length, at + LongestWord)];
                return null;
            }

            at += taken;
        }

        return syllables.ToImmutable();
    }

    private static int Pinyin(ReadOnlySpan<char> text, SyllableTable table, ImmutableArray<TargetSyllable>.Builder syllables)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetter(text[length]) || text[length] == 'ü'))
        {
            length++;
        }

        var index = table.IndexOf(text[..length].ToString().ToLowerInvariant().Replace('ü', 'v'));
        if (index < 0 || length == text.Length || text[length] is < '1' or > '5')
        {
            return 0;
        }

        syllables.Add(new TargetSyllable(index, text[length] - '0'));
        return length + 1;
    }

    private static int Han(string text, int at, MandarinLexicon lexicon, ImmutableArray<TargetSyllable>.Builder syllables)
    {
        for (var length = Math.Min(LongestWord, text.Length - at); length > 0; length--)
        {
            var found = lexicon.Find(text.Substring(at, length));
            if (!found.IsEmpty)
            {
                syllables.AddRange(found[0].Syllables.Zip(found[0].Tones, (s, t) => new TargetSyllable(s, t)));
                return length;
            }
        }

        return 0;
    }
}
