namespace Device.Core.Notebook;

/// <summary>A tag was put on. It is there until every fact that put it on is named by a <see cref="TagRemoved"/>.</summary>
/// <param name="Subject">The note or page.</param>
/// <param name="Tag">The tag, at most <see cref="FactLimits.TagLength"/> characters.</param>
public sealed record TagAdded(FactId Subject, string Tag) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.TagAdded;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Subject);
        writer.Text(Tag, FactLimits.TagLength, "tag");
    }

    internal static TagAdded Read(ref FactReader reader) => new(reader.Id("subject"), reader.Text("tag", FactLimits.TagLength));

    internal override FactBody Rename(FactNames names) => this with { Subject = names.Of(Subject) };
}
