using System.Collections.Immutable;

namespace Device.Recognition.Speech.Reading;

/// <summary>How well a text was read aloud.</summary>
/// <param name="Syllables">Each syllable of the text, in order.</param>
/// <param name="Sound">Mean of the syllables' <see cref="SyllableAssessment.Sound"/>, 0 to 100.</param>
/// <param name="Tone">Mean of their <see cref="SyllableAssessment.ToneScore"/>, 0 to 100.</param>
public sealed record ReadingAssessment(ImmutableArray<SyllableAssessment> Syllables, float Sound, float Tone)
{
    /// <inheritdoc/>
    public bool Equals(ReadingAssessment? other) => other is not null && Sound.Equals(other.Sound) && Tone.Equals(other.Tone) && Syllables.AsSpan().SequenceEqual(other.Syllables.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sound, Tone, Syllables.Length);
}
