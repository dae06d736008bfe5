using System.Collections.Immutable;

namespace Device.Core.Learning;

/// <summary>How a character was written, stroke by stroke.</summary>
/// <param name="Strokes">A verdict for every stroke of the character, in the right order.</param>
/// <param name="Extra">Written strokes that belong to no stroke of the character, from 0 in the order of writing.</param>
/// <param name="Shape">0 to 100: how like the strokes are to the reference, each by itself.</param>
/// <param name="Placement">0 to 100: how well the strokes stand to each other and, where the box is known, in it.</param>
public sealed record StrokeOrderReport(ImmutableArray<StrokeVerdict> Strokes, ImmutableArray<int> Extra, int Shape, int Placement)
{
    /// <summary>Whether every stroke is there, whole, in its turn and in its direction, and nothing else.</summary>
    public bool IsRight => Extra.IsEmpty && Strokes.All(s => s.Faults == StrokeFaults.None);

    /// <summary>Every kind of fault that occurs.</summary>
    public StrokeFaults Faults => Strokes.Aggregate(StrokeFaults.None, (all, s) => all | s.Faults);

    /// <inheritdoc/>
    public bool Equals(StrokeOrderReport? other) =>
        other is not null && (Shape, Placement) == (other.Shape, other.Placement)
        && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan()) && Extra.AsSpan().SequenceEqual(other.Extra.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Strokes.Length, Extra.Length, Shape, Placement);
}
