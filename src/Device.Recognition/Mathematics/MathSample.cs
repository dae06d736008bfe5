namespace Device.Recognition.Mathematics;

/// <summary>A labelled expression and how it was read.</summary>
/// <param name="Kind">The kind of expression; the sample's writer.</param>
/// <param name="Label">Its LaTeX.</param>
/// <param name="Reading">How it was read.</param>
/// <param name="IsRight">Whether the reading is the label.</param>
/// <param name="Milliseconds">How long reading took.</param>
public sealed record MathSample(string Kind, string Label, MathReading Reading, bool IsRight, double Milliseconds);
