using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Device.Core.Learning;

/// <summary>
/// Reads school mathematics in LaTeX, or typed as on a keyboard (<c>1/2</c>, <c>x^2</c>, <c>3×4</c>), into a tree. A whole number
/// beside a fraction of numbers is a mixed number, any other two things side by side are a product. Lists are separated by
/// commas, semicolons, 或, or stand in <c>cases</c>. Pure and thread-safe; at most 4,096 characters.
/// </summary>
public static class LatexReader
{
    /// <summary>Reads an expression.</summary>
    /// <param name="text">LaTeX or typed mathematics.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="LatexFormatException">The text is not an expression.</exception>
    /// <exception cref="ExpressionLimitException">It is too deep or too long.</exception>
    public static Expression Read(string text) => new LatexParser(LatexTokens.Of(text), text.Length).Parse();

    /// <summary>Reads an expression.</summary>
    /// <param name="text">LaTeX or typed mathematics.</param>
    /// <param name="expression">The tree, or null.</param>
    /// <returns>Whether the text is an expression within the limits.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out Expression? expression)
    {
        try
        {
            expression = Read(text);
            return true;
        }
        catch (Exception e) when (e is LatexFormatException or ExpressionLimitException)
        {
            expression = null;
            return false;
        }
    }

    /// <summary>The text with one spelling for every sign and no space that means nothing: two texts that say the same sign for sign become equal.</summary>
    /// <param name="text">LaTeX.</param>
    /// <returns>The normal spelling.</returns>
    /// <exception cref="LatexFormatException">The text is too long.</exception>
    public static string Normalise(string text) => string.Join(' ', Unbraced(LatexTokens.Of(text)));

    /// <summary>Braces after ^ and _ around one sign say nothing.</summary>
    private static IEnumerable<string> Unbraced(ImmutableArray<LatexToken> tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (i + 3 < tokens.Length && tokens[i].Text is "^" or "_" && tokens[i + 1].Text == "{" && tokens[i + 3].Text == "}")
            {
                yield return tokens[i].Text;
                yield return tokens[i + 2].Text;
                i += 3;
            }
            else
            {
                yield return tokens[i].Text;
            }
        }
    }
}
