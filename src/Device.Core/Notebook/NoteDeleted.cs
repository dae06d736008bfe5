namespace Device.Core.Notebook;

/// <summary>
/// A note was deleted, with all that the writer had seen of it. What it had not seen is not lost: it shows in
/// <see cref="Notebook.Recovered"/>.
/// </summary>
/// <param name="Note">The note.</param>
/// <param name="Seen">The facts the writer had seen, <see cref="VersionVector.Bounded"/>.</param>
public sealed record NoteDeleted(FactId Note, VersionVector Seen) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.NoteDeleted;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Note);
        VersionVectorCodec.Write(Seen, writer, "seen");
    }

    internal static NoteDeleted Read(ref FactReader reader) => new(reader.Id("note"), VersionVectorCodec.Read(ref reader, "seen"));

    internal override FactBody Rename(FactNames names) => new NoteDeleted(names.Of(Note), names.Of(Seen));
}
