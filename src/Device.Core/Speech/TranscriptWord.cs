namespace Device.Core.Speech;

/// <summary>A word with its place: it lights up while it is played.</summary>
/// <param name="Text">The word, with the space or punctuation that follows it.</param>
/// <param name="Start">Milliseconds on the recording's time line.</param>
/// <param name="End">Milliseconds, above <paramref name="Start"/>.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct TranscriptWord(string Text, int Start, int End, float Probability);
