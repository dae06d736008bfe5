using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>Tags were taken off: those that the writer saw, named by the facts that put them on. One put on meanwhile elsewhere stays.</summary>
/// <param name="Subject">The note or page.</param>
/// <param name="Adds">1 to <see cref="FactLimits.References"/> facts, <see cref="TagAdded"/>.</param>
public sealed record TagRemoved(FactId Subject, ImmutableArray<FactId> Adds) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.TagRemoved;

    /// <inheritdoc/>
    public bool Equals(TagRemoved? other) => other is not null && Subject == other.Subject && Adds.AsSpan().SequenceEqual(other.Adds.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Subject, Adds.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Subject);
        writer.Ids(Adds, "adds");
    }

    internal static TagRemoved Read(ref FactReader reader) => new(reader.Id("subject"), reader.Ids("adds"));

    internal override FactBody Rename(FactNames names) => new TagRemoved(names.Of(Subject), names.Of(Adds));
}
