namespace Device.Recognition.Speech.Reading;

/// <summary>How well a syllable was read aloud.</summary>
/// <param name="Syllable">What was to be said, without tone.</param>
/// <param name="Tone">Its tone, 1 to 4, 5 for the neutral one.</param>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last.</param>
/// <param name="Sound">0 to 100: how surely it is this syllable and not one it is often confused with, or left out.</param>
/// <param name="ToneScore">0 to 100: how surely it has this tone.</param>
/// <param name="HeardTone">The likeliest tone, 1 to 5.</param>
/// <param name="IsMissing">Whether the utterance is likelier without it; then the scores are 0.</param>
public readonly record struct SyllableAssessment(
    string Syllable, int Tone, int Start, int End, float Sound, float ToneScore, int HeardTone, bool IsMissing);
