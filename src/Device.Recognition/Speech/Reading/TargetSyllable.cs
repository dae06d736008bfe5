namespace Device.Recognition.Speech.Reading;

/// <summary>A syllable that is to be read.</summary>
/// <param name="Syllable">Its place in the syllable table.</param>
/// <param name="Tone">1 to 5.</param>
public readonly record struct TargetSyllable(int Syllable, int Tone);
