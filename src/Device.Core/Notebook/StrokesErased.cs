using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>Strokes were erased, each whole.</summary>
/// <param name="Page">The page.</param>
/// <param name="Strokes">1 to <see cref="FactLimits.References"/> strokes.</param>
public sealed record StrokesErased(FactId Page, ImmutableArray<FactId> Strokes) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.StrokesErased;

    /// <inheritdoc/>
    public bool Equals(StrokesErased? other) => other is not null && Page == other.Page && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Strokes.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Ids(Strokes, "strokes");
    }

    internal static StrokesErased Read(ref FactReader reader) => new(reader.Id("page"), reader.Ids("strokes"));

    internal override FactBody Rename(FactNames names) => new StrokesErased(names.Of(Page), names.Of(Strokes));
}
