using System.Collections.Immutable;
using Device.Core.Learning;

namespace Device.Recognition.Mathematics;

/// <summary>Handwritten mathematics as it was read.</summary>
/// <param name="Latex">LaTeX; empty when the ink is not mathematics.</param>
/// <param name="Expression">The same as a tree that can be graded; null when the signs form no expression.</param>
/// <param name="Probability">The geometric mean of the signs' probabilities, 0 to 1.</param>
/// <param name="Symbols">Every sign with its readings and strokes, in the order of writing.</param>
public sealed record MathReading(string Latex, Expression? Expression, float Probability, ImmutableArray<MathSymbol> Symbols);
