using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Device.Recognition.Models;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>
/// The words that may be heard, of a bundle's <c>lexicon.tsv</c>: a line is a word, a tab and its syllables in pinyin with the tone's number
/// (5 is the neutral tone), separated by spaces. A word may stand several times with other syllables. Immutable.
/// </summary>
public sealed class MandarinLexicon
{
    /// <summary>The file of a bundle.</summary>
    public const string FileName = "lexicon.tsv";

    /// <summary>Syllables of a word.</summary>
    public const int MostSyllables = 8;

    private const int MostWords = 100_000;

    private readonly Dictionary<string, ImmutableArray<MandarinWord>> _byText;

    /// <summary>Reads the lexicon of a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="table">The syllables.</param>
    /// <exception cref="ModelBundleException">A line is not as expected.</exception>
    public MandarinLexicon(ModelBundle bundle, SyllableTable table)
    {
        var words = ImmutableArray.CreateBuilder<MandarinWord>();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(bundle.Read(FileName)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            if (number > MostWords || Parse(line, table) is not { } word)
            {
                throw new ModelBundleException(
                    bundle.Directory, FileName, $"line {number}: '{line[..Math.Min(line.Length, 60)]}', expected at most {MostWords} lines of a word, a tab and 1 to {MostSyllables} syllables such as 'ni3 hao3'");
            }

            words.Add(word);
        }

        Words = words.ToImmutable();
        _byText = Words.GroupBy(w => w.Text).ToDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>Every word, once for each way to say it.</summary>
    public ImmutableArray<MandarinWord> Words { get; }

    /// <summary>The ways to say a word.</summary>
    /// <param name="text">Han characters.</param>
    /// <returns>Empty where it is not in the lexicon.</returns>
    public ImmutableArray<MandarinWord> Find(string text) => _byText.GetValueOrDefault(text, []);

    private static MandarinWord? Parse(string line, SyllableTable table)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        var parts = tab < 1 ? [] : line[(tab + 1)..].Split(' ');
        if (parts.Length is 0 or > MostSyllables)
        {
            return null;
        }

        var (syllables, tones) = (new int[parts.Length], new int[parts.Length]);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (part.Length < 2 || !int.TryParse(part.AsSpan(part.Length - 1), CultureInfo.InvariantCulture, out tones[i]) || tones[i] is < 1 or > ToneNet.Tones)
            {
                return null;
            }

            syllables[i] = table.IndexOf(part[..^1]);
            if (syllables[i] < 0)
            {
                return null;
            }
        }

        return new MandarinWord(line[..tab], [.. syllables], [.. tones]);
    }
}
