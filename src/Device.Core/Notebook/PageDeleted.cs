namespace Device.Core.Notebook;

/// <summary>
/// A page was deleted, with all that the writer had seen of it. What it had not seen is not lost: it shows in
/// <see cref="Notebook.Recovered"/>.
/// </summary>
/// <param name="Page">The page.</param>
/// <param name="Seen">The facts the writer had seen, <see cref="VersionVector.Bounded"/>.</param>
public sealed record PageDeleted(FactId Page, VersionVector Seen) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.PageDeleted;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        VersionVectorCodec.Write(Seen, writer, "seen");
    }

    internal static PageDeleted Read(ref FactReader reader) => new(reader.Id("page"), VersionVectorCodec.Read(ref reader, "seen"));

    internal override FactBody Rename(FactNames names) => new PageDeleted(names.Of(Page), names.Of(Seen));
}
