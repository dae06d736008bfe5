namespace Device.Core.Speech;

/// <summary>A word, or a character where a script has no words, as it was heard.</summary>
/// <param name="Text">What was said, with the space or punctuation that follows it: the words of an utterance joined are its text.</param>
/// <param name="Start">Its first sample, counted from the first sample given, 0 or more.</param>
/// <param name="End">The sample after its last one, above <paramref name="Start"/>.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct RecognizedWord(string Text, int Start, int End, float Probability);
