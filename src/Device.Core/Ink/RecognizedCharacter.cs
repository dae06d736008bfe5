using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>A character of a line as it was read.</summary>
/// <param name="Candidates">Readings, best first; never empty.</param>
/// <param name="Strokes">Indices into the strokes that were given, in the order of writing.</param>
public sealed record RecognizedCharacter(ImmutableArray<InkCandidate> Candidates, ImmutableArray<int> Strokes);
