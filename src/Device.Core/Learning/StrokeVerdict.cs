using System.Collections.Immutable;

namespace Device.Core.Learning;

/// <summary>What became of one stroke of a character.</summary>
/// <param name="Number">The stroke's number in the right order, from 1.</param>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="Written">Which written strokes it is, from 0 in the order of writing: none when missing, several when split; joined strokes share one.</param>
/// <param name="Turn">Which of the written strokes of this character it was, from 1 without the missing; 0 when missing.</param>
/// <param name="Distance">How far it is from where and how it should be, in boxes, after position and size of the whole are taken out; 0 when missing.</param>
public sealed record StrokeVerdict(int Number, StrokeFaults Faults, ImmutableArray<int> Written, int Turn, float Distance)
{
    /// <inheritdoc/>
    public bool Equals(StrokeVerdict? other) =>
        other is not null && (Number, Faults, Turn, Distance) == (other.Number, other.Faults, other.Turn, other.Distance) && Written.AsSpan().SequenceEqual(other.Written.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Faults, Turn, Written.Length);
}
