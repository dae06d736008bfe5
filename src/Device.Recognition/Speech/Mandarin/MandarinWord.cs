using System.Collections.Immutable;

namespace Device.Recognition.Speech.Mandarin;

/// <summary>A word of the lexicon with one way to say it.</summary>
/// <param name="Text">Han characters.</param>
/// <param name="Syllables">Places in the syllable table, 1 to <see cref="MandarinLexicon.MostSyllables"/>.</param>
/// <param name="Tones">A tone 1 to 5 for each syllable.</param>
public sealed record MandarinWord(string Text, ImmutableArray<int> Syllables, ImmutableArray<int> Tones)
{
    /// <inheritdoc/>
    public bool Equals(MandarinWord? other) =>
        other is not null && Text == other.Text && Syllables.AsSpan().SequenceEqual(other.Syllables.AsSpan()) && Tones.AsSpan().SequenceEqual(other.Tones.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
