using System.Text;

namespace Device.Cli.Ink;

/// <summary>How a reading is compared with a label: letters without their case, marks without their width, signs of one shape as one.</summary>
internal static class LabelText
{
    private const int FullWidthFirst = 0xFF01;
    private const int FullWidthLast = 0xFF5E;

    /// <summary>Distance from a full-width mark to its half-width form.</summary>
    private const int WidthOffset = 0xFEE0;

    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var narrow = c is >= (char)FullWidthFirst and <= (char)FullWidthLast ? (char)(c - WidthOffset) : c;
            folded.Append(char.ToLowerInvariant(SameShape(narrow)));
        }

        return folded.ToString();
    }

    /// <summary>The sign that stands for all of its shape, as the handwriting model's classes do: no ink tells ∑ from Σ.</summary>
    private static char SameShape(char c) => c switch
    {
        '∑' => 'Σ',
        '∏' => 'Π',
        '△' => 'Δ',
        'µ' => 'μ',
        '−' or '–' => '-',
        '′' => '\'',
        '″' => '"',
        '∶' => ':',
        '∼' => '~',
        '⋅' or '・' => '·',
        '∣' => '|',
        '≦' or '⩽' => '≤',
        '≧' or '⩾' => '≥',
        '≅' => '≌',
        'ϕ' => 'φ',
        'ϑ' => 'θ',
        'ϵ' => 'ε',
        _ => c,
    };

    internal static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>Levenshtein's distance in code points, after folding.</summary>
    internal static int Distance(string read, string label)
    {
        var (a, b) = (Fold(read).EnumerateRunes().ToArray(), Fold(label).EnumerateRunes().ToArray());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
