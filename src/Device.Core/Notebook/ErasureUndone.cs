using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Erasures were undone: those facts do not count any more, whichever came first. What another erasure erased too stays
/// erased. To redo an erasure, write a new one. Without effect more than <see cref="FactLimits.UndoDays"/> after the erasure.
/// </summary>
/// <param name="Page">The page that the erasures name.</param>
/// <param name="Erasures">1 to <see cref="FactLimits.References"/> facts, <see cref="StrokesErased"/> or <see cref="StrokeErasedPartly"/>.</param>
public sealed record ErasureUndone(FactId Page, ImmutableArray<FactId> Erasures) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.ErasureUndone;

    /// <inheritdoc/>
    public bool Equals(ErasureUndone? other) =>
        other is not null && Page == other.Page && Erasures.AsSpan().SequenceEqual(other.Erasures.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Erasures.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Ids(Erasures, "erasures");
    }

    internal static ErasureUndone Read(ref FactReader reader) => new(reader.Id("page"), reader.Ids("erasures"));

    internal override FactBody Rename(FactNames names) => new ErasureUndone(names.Of(Page), names.Of(Erasures));
}
