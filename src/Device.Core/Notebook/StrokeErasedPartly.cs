using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Parts of a stroke were erased. What is left of a stroke is the stroke without the union of all erased parts, so that two
/// people may erase parts at once. Pieces have no names of their own: every later fact names the whole stroke.
/// </summary>
/// <param name="Page">The page on which the stroke was drawn (<see cref="PlacedStroke.Home"/>).</param>
/// <param name="Stroke">The stroke.</param>
/// <param name="Parts">1 to <see cref="FactLimits.References"/> parts, ascending, with something between two of them; beyond the stroke's end they do nothing.</param>
public sealed record StrokeErasedPartly(FactId Page, FactId Stroke, ImmutableArray<StrokeRange> Parts) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.StrokeErasedPartly;

    /// <inheritdoc/>
    public bool Equals(StrokeErasedPartly? other) =>
        other is not null && Page == other.Page && Stroke == other.Stroke && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Stroke, Parts.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Id(Stroke);
        if (Parts.IsDefault || Parts.Length is < 1 or > FactLimits.References)
        {
            throw new ArgumentException($"parts: {(Parts.IsDefault ? 0 : Parts.Length)}, 1 to {FactLimits.References} expected");
        }

        writer.Varint((ulong)Parts.Length);
        var last = -1;
        foreach (var part in Parts)
        {
            if (part.From <= last || part.To <= part.From || part.To > StrokeRange.Most)
            {
                throw new ArgumentException($"parts: {part} is empty, not after {last} or beyond {StrokeRange.Most}");
            }

            writer.Varint((ulong)(part.From - last - 1));
            writer.Varint((ulong)(part.To - part.From - 1));
            last = part.To;
        }
    }

    internal static StrokeErasedPartly Read(ref FactReader reader)
    {
        var (page, stroke) = (reader.Id("page"), reader.Id("stroke"));
        var parts = new StrokeRange[reader.Count("parts", 1, Math.Min(FactLimits.References, reader.Remaining / 2))];
        var last = -1;
        for (var i = 0; i < parts.Length; i++)
        {
            var from = last + 1 + reader.Count("parts", 0, StrokeRange.Most);
            var to = from + 1 + reader.Count("parts", 0, StrokeRange.Most);
            parts[i] = to <= StrokeRange.Most
                ? new StrokeRange(from, to)
                : throw new FactFormatException("parts", $"{to} is beyond {StrokeRange.Most}");
            last = to;
        }

        return new(page, stroke, ImmutableArray.Create(parts));
    }

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page), Stroke = names.Of(Stroke) };
}
