using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>A line of ink as it was read.</summary>
/// <param name="Text">The best reading.</param>
/// <param name="Probability">The geometric mean of its characters' probabilities, 0 to 1.</param>
/// <param name="Characters">For each character in the order of reading: its candidates, best first, and which strokes made it.</param>
public sealed record RecognizedLine(string Text, float Probability, ImmutableArray<RecognizedCharacter> Characters);
