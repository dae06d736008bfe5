using System.Text;

namespace Device.Recognition.Handwriting;

/// <summary>
/// Where a class stands in a line: heights above the baseline of its lower and upper edge, and its width, in heights of a
/// capital letter, each with the spread of careless writing. It tells twins apart that are one shape to the network.
/// </summary>
internal readonly record struct CharacterShape(CharacterKind Kind, float Bottom, float Top, float Width, float Spread, float WidthSpread)
{
    private const float Loose = 0.16f;
    private const float Tight = 0.1f;

    internal static CharacterShape Of(string label)
    {
        Rune.TryGetRuneAt(label, 0, out var rune);
        var c = rune.Value;
        if (ScriptClasses.IsHan(c))
        {
            return Han(label);
        }

        if (ScriptClasses.IsDigit(c))
        {
            return new(CharacterKind.Digit, 0, 1, c == '1' ? 0.12f : 0.5f, Loose, c == '1' ? 0.15f : 0.2f);
        }

        if (ScriptClasses.IsLatin(c))
        {
            return char.IsAsciiLetterUpper((char)c)
                ? new(CharacterKind.Upper, 0, 1, UpperWidth((char)c), Loose, 0.2f)
                : Lower((char)c);
        }

        return ScriptClasses.IsGreek(c) ? Greek((char)c) : Mark(label);
    }

    /// <summary>How likely edges at these heights and this width are, as a logarithm without its constant.</summary>
    /// <remarks>Far outliers are cut off: one letter out of line must not decide what it is.</remarks>
    internal float Place(float bottom, float top)
    {
        float b = (bottom - Bottom) / Spread, t = (top - Top) / Spread;
        return -0.5f * Math.Min((b * b) + (t * t), 18f);
    }

    internal float WidthOf(float width)
    {
        var w = (width - Width) / WidthSpread;
        return -0.5f * Math.Min(w * w, 12f);
    }

    private static CharacterShape Han(string label) => label switch
    {
        "一" => new(CharacterKind.Han, 0.38f, 0.52f, 0.8f, Loose, 0.25f),
        "二" => new(CharacterKind.Han, 0.15f, 0.8f, 0.8f, Loose, 0.25f),
        "口" or "曰" or "囗" => new(CharacterKind.Han, 0.08f, 0.8f, 0.65f, Loose, 0.2f),
        "日" or "目" or "月" => new(CharacterKind.Han, 0, 0.95f, 0.5f, Loose, 0.2f),
        "丶" => new(CharacterKind.Han, 0.35f, 0.65f, 0.25f, Loose, 0.15f),
        "丨" or "卜" or "丁" or "了" or "小" or "工" or "土" or "士" => new(CharacterKind.Han, 0, 0.95f, 0.6f, Loose, 0.3f),
        "〇" => new(CharacterKind.Han, 0, 0.9f, 0.85f, Loose, 0.2f),
        _ => new(CharacterKind.Han, -0.02f, 1, 0.9f, Loose, 0.25f),
    };

    private static CharacterShape Lower(char c) => c switch
    {
        'b' or 'd' or 'h' or 'k' => new(CharacterKind.Lower, 0, 1, 0.5f, Loose, 0.25f),
        'f' => new(CharacterKind.Lower, -0.05f, 1, 0.4f, Loose * 1.3f, 0.2f),
        'l' => new(CharacterKind.Lower, 0, 1, 0.25f, Loose, 0.35f),
        't' => new(CharacterKind.Lower, 0, 0.9f, 0.4f, Loose, 0.2f),
        'i' => new(CharacterKind.Lower, 0, 0.8f, 0.2f, Loose * 1.3f, 0.25f),
        'j' => new(CharacterKind.Lower, -0.35f, 0.85f, 0.3f, Loose * 1.3f, 0.2f),
        'g' or 'p' or 'q' or 'y' => new(CharacterKind.Lower, -0.38f, 0.6f, 0.5f, Loose, 0.25f),
        'm' or 'w' => new(CharacterKind.Lower, 0, 0.6f, 0.85f, Loose, 0.25f),
        'r' => new(CharacterKind.Lower, 0, 0.6f, 0.35f, Loose, 0.2f),
        _ => new(CharacterKind.Lower, 0, 0.6f, 0.5f, Loose, 0.25f),
    };

    private static float UpperWidth(char c) => c switch
    {
        'I' => 0.25f,
        'M' or 'W' => 0.95f,
        'J' or 'E' or 'F' or 'L' or 'S' => 0.5f,
        _ => 0.7f,
    };

    private static CharacterShape Greek(char c) => c switch
    {
        >= 'Α' and <= 'Ω' => new(CharacterKind.Greek, 0, 1, 0.7f, Loose, 0.25f),
        'β' or 'ζ' or 'ξ' or 'φ' or 'ψ' => new(CharacterKind.Greek, -0.35f, 1, 0.5f, Loose * 1.3f, 0.2f),
        'δ' or 'θ' or 'λ' => new(CharacterKind.Greek, 0, 1, 0.5f, Loose, 0.2f),
        'γ' or 'η' or 'μ' or 'ρ' or 'χ' => new(CharacterKind.Greek, -0.38f, 0.6f, 0.5f, Loose, 0.2f),
        _ => new(CharacterKind.Greek, 0, 0.6f, 0.5f, Loose, 0.2f),
    };

    private static CharacterShape Mark(string label) => label switch
    {
        "，" or "," => new(CharacterKind.Mark, -0.15f, 0.15f, 0.12f, Tight, 0.1f),
        "、" => new(CharacterKind.Mark, -0.05f, 0.2f, 0.2f, Tight, 0.12f),
        "。" => new(CharacterKind.Mark, -0.05f, 0.2f, 0.22f, Tight, 0.12f),
        "." => new(CharacterKind.Mark, -0.02f, 0.04f, 0.03f, Tight, 0.06f),
        "·" => new(CharacterKind.Mark, 0.42f, 0.5f, 0.05f, Tight, 0.08f),
        "：" or ":" => new(CharacterKind.Mark, 0.05f, 0.5f, 0.06f, Tight, 0.1f),
        "；" or ";" => new(CharacterKind.Mark, -0.15f, 0.5f, 0.12f, Tight, 0.1f),
        "'" or "‘" or "’" or "`" => new(CharacterKind.Mark, 0.75f, 1.05f, 0.08f, Tight, 0.1f),
        "\"" or "“" or "”" => new(CharacterKind.Mark, 0.75f, 1.05f, 0.25f, Tight, 0.12f),
        "-" or "－" => new(CharacterKind.Mark, 0.38f, 0.44f, 0.35f, Tight, 0.12f),
        "—" => new(CharacterKind.Mark, 0.38f, 0.46f, 1.6f, Tight, 0.5f),
        "_" => new(CharacterKind.Mark, -0.12f, -0.06f, 0.7f, Tight, 0.3f),
        "~" or "～" or "→" or "←" or "⇒" or "⇔" or "∽" or "∞" => new(CharacterKind.Mark, 0.3f, 0.6f, 0.7f, Loose, 0.3f),
        "+" or "×" or "÷" or "=" or "<" or ">" or "±" or "≈" or "≠" or "≡" or "≤" or "≥" or "≌" or "∧" or "∨" or "∪" or "∩" or "⊂" or "⊃" or "⊆" or "⊇"
            or "∈" or "∉" or "∝" or "¬" => new(CharacterKind.Mark, 0.15f, 0.7f, 0.5f, Loose, 0.2f),
        "…" => new(CharacterKind.Mark, 0.05f, 0.12f, 0.8f, Loose, 0.4f),
        "*" or "^" or "°" => new(CharacterKind.Mark, 0.5f, 1, 0.35f, Loose, 0.2f),
        "(" or ")" or "（" or "）" or "[" or "]" or "{" or "}" => new(CharacterKind.Mark, -0.1f, 1.05f, 0.25f, Loose, 0.12f),
        "【" or "】" => new(CharacterKind.Mark, -0.1f, 1.05f, 0.35f, Loose, 0.15f),
        "「" or "『" => new(CharacterKind.Mark, 0.4f, 1.05f, 0.3f, Loose, 0.12f),
        "」" or "』" => new(CharacterKind.Mark, -0.1f, 0.5f, 0.3f, Loose, 0.12f),
        "∫" or "∮" => new(CharacterKind.Mark, -0.2f, 1.15f, 0.35f, Loose * 1.3f, 0.15f),
        "⌒" => new(CharacterKind.Mark, 0.7f, 1, 0.8f, Loose, 0.3f),
        "|" or "/" or "\\" => new(CharacterKind.Mark, -0.12f, 1.1f, label == "|" ? 0.03f : 0.4f, Loose, 0.15f),
        "！" or "!" or "?" or "？" => new(CharacterKind.Mark, 0, 1, label is "?" or "？" ? 0.4f : 0.08f, Loose, 0.15f),
        _ => new(CharacterKind.Mark, 0, 1, 0.6f, Loose, 0.25f),
    };
}
