namespace Device.Cli.Ink;

/// <summary>One stroke of <see cref="StrokeOrderLine"/>.</summary>
/// <param name="Number">From 1, in the right order.</param>
/// <param name="Faults"><c>missing</c>, <c>outOfOrder</c>, <c>reversed</c>, <c>joined</c>, <c>split</c>.</param>
/// <param name="Written">The written strokes that it is, from 0.</param>
/// <param name="Turn">Which it was of those that were written, from 1; 0 when missing.</param>
/// <param name="Distance">How far it is from the reference, in boxes.</param>
internal sealed record StrokeOrderStroke(int Number, string[] Faults, int[] Written, int Turn, float Distance);
