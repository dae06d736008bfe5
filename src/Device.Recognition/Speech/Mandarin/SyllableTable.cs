using System.Collections.Immutable;
using Device.Recognition.Models;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>The syllables of Mandarin without tones, each with its labels. Immutable.</summary>
public sealed class SyllableTable
{
    /// <summary>The file of a bundle that lists them, one a line.</summary>
    public const string FileName = "syllables.txt";

    private const int MostSyllables = 1_000;

    private readonly Dictionary<string, int> _indices;
    private readonly Dictionary<(int Initial, int Final), int> _byPhones = [];

    /// <summary>Reads the table of a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <exception cref="ModelBundleException">A line is no syllable, or stands twice.</exception>
    public SyllableTable(ModelBundle bundle)
    {
        var lines = System.Text.Encoding.UTF8.GetString(bundle.Read(FileName)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length is 0 or > MostSyllables)
        {
            throw new ModelBundleException(bundle.Directory, FileName, $"{lines.Length} lines, expected 1 to {MostSyllables}");
        }

        Names = [.. lines];
        Phones = [.. lines.Select(MandarinPhones.Split)];
        _indices = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Phones[i].IsEmpty || !_indices.TryAdd(lines[i], i) || !_byPhones.TryAdd(Key(Phones[i]), i))
            {
                throw new ModelBundleException(bundle.Directory, FileName, $"line {i + 1}: '{lines[i]}', expected a syllable without tone, each once");
            }
        }
    }

    /// <summary>The syllables in pinyin, ü as v.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The labels of each: an initial and a final, or a final.</summary>
    public ImmutableArray<ImmutableArray<int>> Phones { get; }

    /// <summary>The place of a syllable; spellings of one sound (ju, jü) are one.</summary>
    /// <param name="syllable">Without tone.</param>
    /// <returns>Its index, or -1.</returns>
    public int IndexOf(string syllable)
    {
        if (_indices.TryGetValue(syllable, out var index))
        {
            return index;
        }

        var phones = MandarinPhones.Split(syllable);
        return phones.IsEmpty ? -1 : IndexOf(phones.Length == 2 ? phones[0] : 0, phones[^1]);
    }

    /// <summary>The syllable of an initial and a final.</summary>
    /// <param name="initial">A label, or 0 where there is none.</param>
    /// <param name="final">A label.</param>
    /// <returns>Its index, or -1.</returns>
    public int IndexOf(int initial, int final) => _byPhones.GetValueOrDefault((initial, final), -1);

    private static (int Initial, int Final) Key(ImmutableArray<int> phones) => (phones.Length == 2 ? phones[0] : 0, phones[^1]);
}
