namespace Device.Core.Notebook;

/// <summary>A recording was begun. The fact's name is the recording's; its time is where the recording's time line begins.</summary>
/// <param name="Note">The note that it belongs to.</param>
/// <param name="Title">Its title, at most <see cref="FactLimits.TitleLength"/> characters; empty where it has none.</param>
public sealed record RecordingStarted(FactId Note, string Title) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.RecordingStarted;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Note);
        writer.Text(Title, FactLimits.TitleLength, "title");
    }

    internal static RecordingStarted Read(ref FactReader reader) => new(reader.Id("note"), reader.Text("title", FactLimits.TitleLength));

    internal override FactBody Rename(FactNames names) => this with { Note = names.Of(Note) };
}
