namespace Device.Recognition.Speech.Mandarin;

/// <summary>A word on the best path, its tones not yet looked at.</summary>
/// <param name="Node">Where it ends in the tree.</param>
/// <param name="Start">Its first step.</param>
/// <param name="End">The step after its last.</param>
/// <param name="Score">The path's logarithm over those steps, without the price of the word.</param>
internal readonly record struct HeardWord(int Node, int Start, int End, double Score);
