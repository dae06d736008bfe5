namespace Device.Recognition.Speech.Keywords;

/// <summary>What an utterance may be.</summary>
/// <param name="Label">A label of the head.</param>
/// <param name="Probability">0 to 1; those of all labels add up to 1.</param>
public readonly record struct KeywordCandidate(string Label, float Probability);
