using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>What a line or a box of a page says.</summary>
/// <param name="Text">The best reading; empty when the ink is not text.</param>
/// <param name="Probability">How likely it is, 0 to 1.</param>
/// <param name="Characters">Its characters with their other readings; strokes are places in the line's list.</param>
public sealed record PageLineReading(string Text, float Probability, ImmutableArray<RecognizedCharacter> Characters);
