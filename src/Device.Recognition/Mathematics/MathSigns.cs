using Device.Recognition.Handwriting;

namespace Device.Recognition.Mathematics;

/// <summary>What kinds of signs follow each other in school mathematics.</summary>
internal enum SignKind
{
    Digit,
    Letter,
    Operator,
    Relation,
    Open,
    Close,
    Point,
    Unit,
    Function,
    Structure,
}

/// <summary>The signs of school mathematics: which labels of the character net they are, how rare, of which kind.</summary>
internal static class MathSigns
{
    internal const string Root = "√";
    internal const string Minus = "-";

    private const string Frequent = "xyabcn";
    private const string Usual = "mktzrhspqdefgiuvwj";
    private const string GreekUsual = "πθαβλφω";

    /// <summary>Capitals shaped like their small letters.</summary>
    private const string Twins = "CKOPUVWXZ";

    /// <summary>The sign of a label and how rare it is, or null when it is not of school mathematics.</summary>
    internal static (string Sign, float Prior)? Of(string label)
    {
        var sign = label switch
        {
            "（" => "(",
            "）" => ")",
            "，" or "、" or "'" => ",",
            "。" or "·" => ".",
            "－" or "—" or "_" => Minus,
            "：" => ":",
            "｜" => "|",
            "～" => null,
            _ => label,
        };
        return sign is null ? null : Prior(sign) is { } prior ? (sign, prior) : null;
    }

    internal static SignKind KindOf(string sign) => sign[0] switch
    {
        >= '0' and <= '9' => SignKind.Digit,
        '+' or '-' or '×' or '÷' or '±' or '/' or ':' => SignKind.Operator,
        '=' or '<' or '>' or '≤' or '≥' or '≠' or '≈' => SignKind.Relation,
        '(' or '[' or '{' => SignKind.Open,
        ')' or ']' or '}' => SignKind.Close,
        '.' or ',' => SignKind.Point,
        '%' or '°' => SignKind.Unit,
        _ => SignKind.Letter,
    };

    /// <summary>How likely a kind follows another, as a logarithm.</summary>
    internal static float Step(SignKind before, SignKind next, bool nextIsMinus) => (before, next) switch
    {
        (SignKind.Digit, SignKind.Digit) => 0.3f,
        (SignKind.Letter, SignKind.Digit) => -2.2f,
        (SignKind.Letter, SignKind.Letter) => -0.9f,
        (SignKind.Point, not SignKind.Digit) or (not SignKind.Digit, SignKind.Point) => -4,
        (SignKind.Operator or SignKind.Relation or SignKind.Open, SignKind.Operator) => nextIsMinus ? -1.2f : -4,
        (SignKind.Operator or SignKind.Relation or SignKind.Open, SignKind.Relation or SignKind.Close or SignKind.Unit) => -4,
        (SignKind.Digit or SignKind.Letter, SignKind.Open) => -0.4f,
        (SignKind.Letter, SignKind.Structure) => -1.2f,
        (SignKind.Structure, SignKind.Letter) => -0.6f,
        (SignKind.Close, SignKind.Digit) => -2,
        (SignKind.Close, SignKind.Letter) => -1,
        (SignKind.Letter, SignKind.Unit) => -3,
        (SignKind.Unit, SignKind.Digit or SignKind.Letter) => -2.5f,
        (SignKind.Function, SignKind.Operator or SignKind.Relation or SignKind.Close) => -3,
        _ => 0,
    };

    internal static float Start(SignKind kind, bool isMinus) => kind switch
    {
        SignKind.Operator => isMinus ? -0.5f : -3.5f,
        SignKind.Relation or SignKind.Close or SignKind.Unit or SignKind.Point => -3.5f,
        _ => 0,
    };

    internal static float End(SignKind kind) => kind switch
    {
        SignKind.Operator or SignKind.Relation or SignKind.Open or SignKind.Point or SignKind.Function => -3.5f,
        _ => 0,
    };

    /// <summary>
    /// Makes the other sign of the same shape a reading too: the net has learnt how often each stands in notes, which says nothing in
    /// mathematics; what stands beside it decides.
    /// </summary>
    internal static void AddTwins(Dictionary<string, float> readings)
    {
        foreach (var (sign, score) in readings.ToArray())
        {
            foreach (var (twin, cost) in TwinsOf(sign))
            {
                readings[twin] = Math.Max(readings.GetValueOrDefault(twin, float.NegativeInfinity), score - (Prior(sign) ?? 0) + (Prior(twin) ?? 0) - cost);
            }
        }
    }

    private static (string Twin, float Cost)[] TwinsOf(string sign) => sign switch
    {
        "x" or "X" => [("×", 0.7f), ("x", 0.5f)],
        "×" => [("x", 0.7f)],
        "o" or "O" or "ο" => [("0", 0)],
        "l" or "I" or "|" => [("1", 0)],
        "/" => [("1", 1)],
        "z" or "Z" => [("2", 1.5f), ("z", 0.5f)],
        "b" => [("6", 2)],
        "q" or "g" => [("9", 2)],
        "s" or "S" => [("5", 2.2f)],
        "θ" or "B" => [("8", 2.5f)],
        "f" or "t" => [("+", 1.5f)],
        "a" => [("α", 1.2f)],
        "α" => [("a", 1.2f)],
        "w" => [("ω", 1.2f)],
        "p" => [("ρ", 1.5f)],
        "Y" => [("y", 0.5f)],
        "K" => [("k", 0.5f)],
        "C" => [("c", 0.3f), ("(", 2)],
        "P" => [("p", 0.5f)],
        _ => [],
    };

    private static float? Prior(string sign)
    {
        var c = sign[0];
        if (c is (>= '0' and <= '9') or '+' or '-' or '=' or '(' or ')')
        {
            return 0;
        }

        return c switch
        {
            '×' or '÷' or '<' or '>' or '≤' or '≥' or '≠' or '%' or '√' or '.' => -0.3f,
            '±' or ',' or '°' => -1.5f,
            '[' or ']' or '{' or '}' => -3f,
            '|' or '/' or ':' or '≈' => -3,
            'o' or 'l' => -3,
            'O' or 'I' => -5,
            >= 'a' and <= 'z' => Frequent.Contains(c, StringComparison.Ordinal) ? -0.5f : Usual.Contains(c, StringComparison.Ordinal) ? -1.2f : -2,
            'S' => -1.7f,
            >= 'A' and <= 'Z' => Twins.Contains(c, StringComparison.Ordinal) ? -3.5f : -2,
            'ο' or 'ν' or 'κ' or 'υ' or 'χ' or 'ι' or 'ρ' => -5,
            'Δ' => -2,
            '∞' => -4,
            _ when GreekUsual.Contains(c, StringComparison.Ordinal) => -1.2f,
            _ when ScriptClasses.IsGreek(c) => -3,
            _ => null,
        };
    }
}
