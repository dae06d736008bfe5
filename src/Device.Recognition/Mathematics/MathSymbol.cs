using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Recognition.Mathematics;

/// <summary>A sign of handwritten mathematics.</summary>
/// <param name="Text">What it was taken for: a character, <c>√</c> for a root, <c>-</c> for the bar of a fraction.</param>
/// <param name="Probability">Of that reading, 0 to 1.</param>
/// <param name="Box">Where it stands.</param>
/// <param name="Strokes">Indices into the strokes that were given.</param>
public sealed record MathSymbol(string Text, float Probability, InkBounds Box, ImmutableArray<int> Strokes);
