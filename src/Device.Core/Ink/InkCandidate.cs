namespace Device.Core.Ink;

/// <summary>A reading of ink.</summary>
/// <param name="Text">What it may say.</param>
/// <param name="Probability">0 to 1, calibrated; the candidates of one reading sum to at most 1.</param>
public readonly record struct InkCandidate(string Text, float Probability);
