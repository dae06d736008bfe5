namespace Device.Recognition.Speech.Mandarin;

/// <summary>Where a label is.</summary>
/// <param name="Start">Its first step.</param>
/// <param name="End">The step after its last, above <paramref name="Start"/>.</param>
public readonly record struct LabelSpan(int Start, int End);
