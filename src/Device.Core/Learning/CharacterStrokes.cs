using System.Collections.Immutable;
using System.Numerics;

namespace Device.Core.Learning;

/// <summary>How a character is written: the centre lines of its strokes in their order.</summary>
/// <param name="Character">One character.</param>
/// <param name="Strokes">1 to 64 strokes of 2 to 64 points each, in a square box: x 0 to 1 to the right, y 0 to 1 downwards.</param>
public sealed record CharacterStrokes(string Character, ImmutableArray<ImmutableArray<Vector2>> Strokes);
