using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// Deletions of a note or a page were undone: those facts do not count any more, whichever came first. Without effect more
/// than <see cref="FactLimits.UndoDays"/> after the deletion.
/// </summary>
/// <param name="Subject">The note or page.</param>
/// <param name="Deletions">1 to <see cref="FactLimits.References"/> facts, <see cref="NoteDeleted"/> or <see cref="PageDeleted"/>.</param>
public sealed record Restored(FactId Subject, ImmutableArray<FactId> Deletions) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.Restored;

    /// <inheritdoc/>
    public bool Equals(Restored? other) =>
        other is not null && Subject == other.Subject && Deletions.AsSpan().SequenceEqual(other.Deletions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Subject, Deletions.Length);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Subject);
        writer.Ids(Deletions, "deletions");
    }

    internal static Restored Read(ref FactReader reader) => new(reader.Id("subject"), reader.Ids("deletions"));

    internal override FactBody Rename(FactNames names) => new Restored(names.Of(Subject), names.Of(Deletions));
}
