using System.Collections.Immutable;

namespace Device.Core.Learning;

/// <summary>A word of LaTeX or of typed mathematics.</summary>
/// <param name="Text">One sign (its Unicode form where it has one), digits with a point, or <c>\name</c>.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct LatexToken(string Text, int Position);

/// <summary>Cuts LaTeX and typed mathematics into words, so that the many ways to write one sign become one.</summary>
internal static class LatexTokens
{
    public const int MaxLength = 4_096;

    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["\\times"] = "×",
        ["\\cdot"] = "×",
        ["*"] = "×",
        ["·"] = "×",
        ["⋅"] = "×",
        ["\\div"] = "÷",
        ["∶"] = ":",
        ["："] = ":",
        ["−"] = "-",
        ["－"] = "-",
        ["＋"] = "+",
        ["＝"] = "=",
        ["\\lt"] = "<",
        ["\\gt"] = ">",
        ["\\le"] = "≤",
        ["\\leq"] = "≤",
        ["\\leqslant"] = "≤",
        ["⩽"] = "≤",
        ["\\ge"] = "≥",
        ["\\geq"] = "≥",
        ["\\geqslant"] = "≥",
        ["⩾"] = "≥",
        ["\\ne"] = "≠",
        ["\\neq"] = "≠",
        ["\\approx"] = "≈",
        ["\\pm"] = "±",
        ["\\%"] = "%",
        ["％"] = "%",
        ["（"] = "(",
        ["）"] = ")",
        ["\\{"] = "⦃",
        ["\\}"] = "⦄",
        ["，"] = ",",
        ["、"] = ",",
        ["；"] = ";",
        ["或"] = ";",
        ["\\circ"] = "°",
        ["\\degree"] = "°",
        ["√"] = "\\sqrt",
        ["\\dfrac"] = "\\frac",
        ["\\tfrac"] = "\\frac",
        ["\\lvert"] = "|",
        ["\\rvert"] = "|",
        ["\\vert"] = "|",
        ["\\lbrace"] = "⦃",
        ["\\rbrace"] = "⦄",
    };

    private static readonly string[] Ignored = ["\\left", "\\right", "\\,", "\\;", "\\!", "\\:", "\\ ", "\\quad", "\\qquad", "\\displaystyle", "&"];

    public static ImmutableArray<LatexToken> Of(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new LatexFormatException(MaxLength, $"at most {MaxLength} characters expected");
        }

        var tokens = ImmutableArray.CreateBuilder<LatexToken>();
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text, at);
            var word = text.Substring(at, length);
            if (!char.IsWhiteSpace(word[0]) && !Ignored.Contains(word))
            {
                tokens.Add(new LatexToken(Signs.GetValueOrDefault(word) ?? GreekLetters.FromLatex(word) ?? word, at));
            }

            at += length;
        }

        return tokens.ToImmutable();
    }

    private static int LengthAt(string text, int at)
    {
        var end = at + 1;
        if (text[at] == '\\')
        {
            if (end < text.Length && !char.IsAsciiLetter(text[end]))
            {
                return 2;
            }

            while (end < text.Length && char.IsAsciiLetter(text[end]))
            {
                end++;
            }
        }
        else if (char.IsAsciiDigit(text[at]))
        {
            var seenPoint = false;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && !seenPoint && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
            {
                seenPoint |= text[end++] == '.';
            }
        }

        return end - at;
    }
}
