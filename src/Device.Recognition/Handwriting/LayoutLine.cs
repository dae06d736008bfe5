using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Recognition.Handwriting;

/// <summary>A line of writing on a page without print.</summary>
/// <param name="Strokes">Indices of its strokes in the order of writing; those added later are among them.</param>
/// <param name="Bounds">The box around it, in the page's unit, after the page's skew is taken out.</param>
/// <param name="Indent">0 at the block's left edge; 1, 2, … for each further step to the right that lines of the block begin at.</param>
public sealed record LayoutLine(ImmutableArray<int> Strokes, InkBounds Bounds, int Indent)
{
    /// <inheritdoc/>
    public bool Equals(LayoutLine? other) =>
        other is not null && Bounds == other.Bounds && Indent == other.Indent && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Bounds, Indent, Strokes.Length);
}
