using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>A fact of a kind that this version does not know: kept and passed on byte for byte, shown nowhere.</summary>
/// <param name="Number">The kind's number.</param>
/// <param name="Bytes">The body as it came.</param>
public sealed record UnknownBody(FactKind Number, ImmutableArray<byte> Bytes) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => Number;

    /// <inheritdoc/>
    public bool Equals(UnknownBody? other) => other is not null && Number == other.Number && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Bytes.Length);

    internal override void Write(FactWriter writer) => writer.Bytes(Bytes.AsSpan());

    internal override FactBody Rename(FactNames names) => this;
}
