using System.Collections.Immutable;

namespace Device.Recognition.Handwriting;

/// <summary>Lines that belong together: a column, a heading, or all there is.</summary>
/// <param name="Lines">One or more lines from the top.</param>
public sealed record LayoutBlock(ImmutableArray<LayoutLine> Lines)
{
    /// <summary>Height of a usual line, in the page's unit.</summary>
    public float LineHeight { get; } = Lines.Select(l => l.Bounds.Height).Order().ElementAt((Lines.Length - 1) / 2);

    /// <inheritdoc/>
    public bool Equals(LayoutBlock? other) => other is not null && Lines.AsSpan().SequenceEqual(other.Lines.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Lines.Length, Lines[0]);
}
