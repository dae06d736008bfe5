using System.Collections.Immutable;

namespace Device.Core.Learning;

/// <summary>How a sign is written in LaTeX.</summary>
public static class LatexSigns
{
    /// <summary>The functions that are known by name.</summary>
    public static ImmutableArray<string> Functions { get; } = ["sin", "cos", "tan", "cot", "log", "lg", "ln"];

    /// <summary>The LaTeX of one sign.</summary>
    /// <param name="sign">A character as it is printed: <c>×</c>, <c>≤</c>, <c>π</c>, <c>5</c>.</param>
    /// <returns>Its command with a space after it, or the sign itself.</returns>
    public static string Of(string sign) => sign switch
    {
        "×" => "\\times ",
        "÷" => "\\div ",
        "±" => "\\pm ",
        "%" => "\\%",
        "°" => "^{\\circ}",
        "{" => "\\{",
        "}" => "\\}",
        { Length: 1 } when LatexParser.Relations.Contains(sign[0], StringComparison.Ordinal) => LatexWriter.Sign(sign[0]),
        _ => GreekLetters.ToLatex(sign) ?? sign,
    };
}
