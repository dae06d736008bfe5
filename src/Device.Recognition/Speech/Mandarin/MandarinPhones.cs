using System.Collections.Immutable;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// What the acoustic network tells apart: a blank, 21 initials and the finals of Mandarin, without tones. The i of zi, ci, si is <c>ii</c>,
/// that of zhi, chi, shi, ri <c>iii</c>; ü is <c>v</c>. The same table as the trainer's <c>phones.py</c>.
/// </summary>
public static class MandarinPhones
{
    /// <summary>The blank of connectionist temporal classification.</summary>
    public const int Blank = 0;

    private static readonly ImmutableArray<string> Initials =
        ["b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s"];

    private static readonly ImmutableArray<string> Finals =
    [
        "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er", "i", "ii", "iii", "ia", "ie", "iao", "iu", "ian", "in",
        "iang", "ing", "iong", "u", "ua", "uo", "uai", "ui", "uan", "un", "uang", "ueng", "ong", "v", "ve", "van", "vn", "ê",
    ];

    private static readonly Dictionary<string, string> WithoutInitial = new(StringComparer.Ordinal)
    {
        ["yi"] = "i",
        ["ya"] = "ia",
        ["ye"] = "ie",
        ["yao"] = "iao",
        ["you"] = "iu",
        ["yan"] = "ian",
        ["yin"] = "in",
        ["yang"] = "iang",
        ["ying"] = "ing",
        ["yong"] = "iong",
        ["yo"] = "o",
        ["wu"] = "u",
        ["wa"] = "ua",
        ["wo"] = "uo",
        ["wai"] = "uai",
        ["wei"] = "ui",
        ["wan"] = "uan",
        ["wen"] = "un",
        ["wang"] = "uang",
        ["weng"] = "ueng",
        ["yu"] = "v",
        ["yue"] = "ve",
        ["yuan"] = "van",
        ["yun"] = "vn",
        ["er"] = "er",
        ["yai"] = "ai",
    };

    private static readonly Dictionary<string, int> Indices = Initials.Concat(Finals).Select((p, i) => (p, i)).ToDictionary(x => x.p, x => x.i + 1, StringComparer.Ordinal);

    /// <summary>Every label in the order of the network's outputs.</summary>
    public static ImmutableArray<string> Labels { get; } = ["<blank>", .. Initials, .. Finals];

    /// <summary>Whether a label is a final, which carries the tone.</summary>
    /// <param name="phone">Its index, 0 to the number of labels - 1.</param>
    public static bool IsFinal(int phone) => phone > Initials.Length;

    /// <summary>Splits a syllable into the indices of its initial and final.</summary>
    /// <param name="syllable">Without tone, such as <c>zhuang</c>, <c>lv</c> or <c>lü</c>.</param>
    /// <returns>One or two indices; empty where it is no syllable.</returns>
    public static ImmutableArray<int> Split(string syllable)
    {
        if (WithoutInitial.TryGetValue(syllable, out var whole))
        {
            return [Indices[whole]];
        }

        var initial = Initials.Where(i => syllable.StartsWith(i, StringComparison.Ordinal)).MaxBy(i => i.Length) ?? "";
        var final = syllable[initial.Length..].Replace('ü', 'v');
        final = (initial, final) switch
        {
            ("j" or "q" or "x", _) when final.StartsWith('u') => $"v{final[1..]}",
            ("z" or "c" or "s", "i") => "ii",
            ("zh" or "ch" or "sh" or "r", "i") => "iii",
            ("l" or "n", "ue") => "ve",
            (_, "io") => "o",
            _ => final,
        };
        if (!Indices.TryGetValue(final, out var index) || !IsFinal(index))
        {
            return [];
        }

        return initial.Length == 0 ? [index] : [Indices[initial], index];
    }
}
