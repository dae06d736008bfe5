using System.Collections.Immutable;

namespace Device.Core.Ink;

/// <summary>A sample of ink and what it says.</summary>
/// <param name="Label">The text, or LaTeX for mathematics; empty when it is not known.</param>
/// <param name="Kind">What the sample holds.</param>
/// <param name="Writer">Who wrote it, or null.</param>
/// <param name="Strokes">The strokes in the order of writing, in any unit; none for an answer that was left blank.</param>
public sealed record LabelledInk(string Label, InkKind Kind, string? Writer, ImmutableArray<Stroke> Strokes)
{
    /// <inheritdoc/>
    public bool Equals(LabelledInk? other) =>
        other is not null && Label == other.Label && Kind == other.Kind && Writer == other.Writer && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Label, Kind, Writer, Strokes.Length);
}
