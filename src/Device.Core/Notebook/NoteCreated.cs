namespace Device.Core.Notebook;

/// <summary>A note was begun. The fact's name is the note's.</summary>
/// <param name="Title">Its title, at most <see cref="FactLimits.TitleLength"/> characters.</param>
public sealed record NoteCreated(string Title) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.NoteCreated;
}
