namespace Device.Core.Notebook;

/// <summary>A text field was set. Of several settings of one field the latest shows, by time, then by name.</summary>
/// <param name="Subject">The note, page or block whose field it is.</param>
/// <param name="Field">Which field.</param>
/// <param name="Text">The text: at most <see cref="FactLimits.TitleLength"/> characters for a title, else <see cref="FactLimits.TextLength"/>.</param>
public sealed record TextSet(FactId Subject, TextField Field, string Text) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.TextSet;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Subject);
        writer.Byte((byte)Field);
        writer.Text(Text, Most(Field), "text");
    }

    internal static TextSet Read(ref FactReader reader)
    {
        var (subject, field) = (reader.Id("subject"), (TextField)reader.Byte("field"));
        return new(subject, field, reader.Text("text", Most(field)));
    }

    internal override FactBody Rename(FactNames names) => this with { Subject = names.Of(Subject) };

    private static int Most(TextField field) =>
        field is TextField.NoteTitle or TextField.PageTitle ? FactLimits.TitleLength : FactLimits.TextLength;
}
