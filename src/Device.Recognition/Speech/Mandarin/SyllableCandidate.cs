namespace Device.Recognition.Speech.Mandarin;

/// <summary>A syllable that may have been said.</summary>
/// <param name="Syllable">Pinyin without tone, ü as v.</param>
/// <param name="Tone">1 to 4, 5 for the neutral tone, 0 where it was not asked for.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct SyllableCandidate(string Syllable, int Tone, float Probability);
