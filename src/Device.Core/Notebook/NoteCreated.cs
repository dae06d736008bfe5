namespace Device.Core.Notebook;

/// <summary>A note was begun. The fact's name is the note's.</summary>
/// <param name="Title">Its title, at most <see cref="FactLimits.TitleLength"/> characters.</param>
public sealed record NoteCreated(string Title) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.NoteCreated;

    internal override void Write(FactWriter writer) => writer.Text(Title, FactLimits.TitleLength, "title");

    internal static NoteCreated Read(ref FactReader reader) => new(reader.Text("title", FactLimits.TitleLength));

    internal override FactBody Rename(FactNames names) => this;
}
