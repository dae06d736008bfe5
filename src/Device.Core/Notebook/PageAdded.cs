namespace Device.Core.Notebook;

/// <summary>A page was added. The fact's name is the page's.</summary>
/// <param name="Note">The note.</param>
/// <param name="Template">What is printed on it.</param>
/// <param name="Width">Millimetres, 10 to 1,000.</param>
/// <param name="Height">Millimetres, 10 to 1,000.</param>
/// <param name="Pitch">Distance of lines or side of a box in millimetres, 3 to 100.</param>
public sealed record PageAdded(FactId Note, PageTemplate Template, float Width, float Height, float Pitch) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.PageAdded;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Note);
        writer.Byte((byte)Template);
        writer.Single(Width, 10, 1000, "width");
        writer.Single(Height, 10, 1000, "height");
        writer.Single(Pitch, 3, 100, "pitch");
    }

    internal static PageAdded Read(ref FactReader reader) => new(
        reader.Id("note"),
        (PageTemplate)reader.Byte("template"),
        reader.Single("width", 10, 1000),
        reader.Single("height", 10, 1000),
        reader.Single("pitch", 3, 100));

    internal override FactBody Rename(FactNames names) => this with { Note = names.Of(Note) };
}
