namespace Device.Core.Notebook;

/// <summary>A switch of a note was set. Of several settings the latest counts, by time, then by name.</summary>
/// <param name="Note">The note.</param>
/// <param name="Switch">Which switch.</param>
/// <param name="On">On or off.</param>
public sealed record NoteSwitchSet(FactId Note, NoteSwitch Switch, bool On) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.NoteSwitchSet;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Note);
        writer.Byte((byte)Switch);
        writer.Byte(On ? (byte)1 : (byte)0);
    }

    internal static NoteSwitchSet Read(ref FactReader reader) => new(reader.Id("note"), (NoteSwitch)reader.Byte("switch"), reader.Flag("on"));

    internal override FactBody Rename(FactNames names) => this with { Note = names.Of(Note) };
}
