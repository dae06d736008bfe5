namespace Device.Core.Notebook;

/// <summary>A block for typed text was put on a page. The fact's name is the block's; <see cref="TextSet"/> fills it, and an empty text takes it away.</summary>
/// <param name="Page">The page.</param>
/// <param name="X">Left edge in millimetres, 0 to 1,000.</param>
/// <param name="Y">Top edge in millimetres, 0 to 1,000.</param>
/// <param name="Width">Millimetres, 1 to 1,000.</param>
public sealed record TextBlockAdded(FactId Page, float X, float Y, float Width) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.TextBlockAdded;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Single(X, 0, 1000, "x");
        writer.Single(Y, 0, 1000, "y");
        writer.Single(Width, 1, 1000, "width");
    }

    internal static TextBlockAdded Read(ref FactReader reader) =>
        new(reader.Id("page"), reader.Single("x", 0, 1000), reader.Single("y", 0, 1000), reader.Single("width", 1, 1000));

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page) };
}
