using System.Collections.Immutable;
using Device.Core.Notebook;

namespace Device.Recognition.Handwriting;

/// <summary>Strokes of a page that are read together. Equal when place and strokes are: a line that stays equal need not be read again.</summary>
/// <param name="Strokes">1 to <see cref="FactLimits.References"/> strokes in the order of writing.</param>
/// <param name="IsCell">Whether this is one printed box, to be read as one character, or a line.</param>
/// <param name="Row">The printed row, or the number of the line on a blank page, from 0 at the top.</param>
/// <param name="Column">The printed column, or the part of a line too long to be read at once, from 0 at the left.</param>
public sealed record PageLine(ImmutableArray<PlacedStroke> Strokes, bool IsCell, int Row, int Column)
{
    /// <inheritdoc/>
    public bool Equals(PageLine? other) =>
        other is not null && IsCell == other.IsCell && Row == other.Row && Column == other.Column && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsCell, Row, Column, Strokes.Length, Strokes[0].Id);
}
