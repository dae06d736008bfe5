namespace Device.Cli.Speech;

/// <summary>A syllable of <c>speech assess</c>: times in seconds, scores 0 to 100.</summary>
internal sealed record AssessedSyllable(string Syllable, int Tone, double Start, double End, double Sound, double ToneScore, int HeardTone, bool Missing);
