using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Search;

/// <summary>A place where what was searched for is written.</summary>
/// <param name="Page">The page.</param>
/// <param name="Box">Around the ink that was found, millimetres of the page.</param>
/// <param name="Snippet">The line's best text, at most 200 characters.</param>
/// <param name="Probability">How likely the ink says it: the geometric mean over its characters, 0 to 1; 1 for typed text.</param>
/// <param name="IsBestText">Whether the line's best text says it too.</param>
/// <param name="Strokes">The strokes that were found; empty for typed text.</param>
public sealed record SearchHit(FactId Page, InkBounds Box, string Snippet, float Probability, bool IsBestText, ImmutableArray<FactId> Strokes);
