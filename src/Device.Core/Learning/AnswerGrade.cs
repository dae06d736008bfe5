namespace Device.Core.Learning;

/// <summary>How an answer was graded.</summary>
/// <param name="IsRight">Whether it counts as right.</param>
/// <param name="Difference">How it differs; <see cref="AnswerDifference.None"/> when it is right.</param>
/// <param name="IsProven">False when the verdict rests on comparing values at points, not on algebra.</param>
public readonly record struct AnswerGrade(bool IsRight, AnswerDifference Difference, bool IsProven);
