namespace Device.Core.Speech;

/// <summary>A stretch of a segment whose sound was lost and which is silent there.</summary>
/// <param name="Start">Its first sample, counted from the segment's first, 0 or more.</param>
/// <param name="Length">How many samples, 1 or more.</param>
public readonly record struct SpeechGap(int Start, int Length);
