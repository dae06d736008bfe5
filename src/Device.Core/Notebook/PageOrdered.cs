namespace Device.Core.Notebook;

/// <summary>A page was given its place among the pages of its note. Of several places of a page the latest counts.</summary>
/// <param name="Page">The page.</param>
/// <param name="Key">Its place.</param>
public sealed record PageOrdered(FactId Page, PageOrderKey Key) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.PageOrdered;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Text(Key.Value.Length > 0 ? Key.Value : throw new ArgumentException("key: a page's place expected"), PageOrderKey.MaxLength, "key");
    }

    internal static PageOrdered Read(ref FactReader reader)
    {
        var page = reader.Id("page");
        return PageOrderKey.TryParse(reader.Text("key", PageOrderKey.MaxLength), out var key)
            ? new(page, key)
            : throw new FactFormatException("key", "a page's place expected");
    }

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page) };
}
