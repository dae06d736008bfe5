namespace Device.Core.Learning;

/// <summary>Written strokes that are strokes of the character: one and one, several and one (split) or one and several (joined).</summary>
/// <param name="Written">The written strokes, ascending.</param>
/// <param name="References">The character's strokes, ascending.</param>
/// <param name="IsReversed">Whether it was written from its end.</param>
/// <param name="Cost">Their distance, times the strokes of the character.</param>
internal readonly record struct StrokeUnit(int[] Written, int[] References, bool IsReversed, float Cost);
