namespace Device.Recognition.Handwriting;

/// <summary>What a line or box of a page says.</summary>
/// <param name="Line">The line or box.</param>
/// <param name="Text">The best reading; empty when the ink is not text.</param>
/// <param name="Probability">0 to 1.</param>
public sealed record PageReading(PageLine Line, string Text, float Probability);
