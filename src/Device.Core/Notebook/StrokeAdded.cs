using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>Something was drawn. The fact's name is the stroke's.</summary>
/// <param name="Page">The page.</param>
/// <param name="Stroke">What was drawn, in millimetres of the page, on whole steps (<see cref="InkPoint.Quantise"/>).</param>
public sealed record StrokeAdded(FactId Page, Stroke Stroke) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.StrokeAdded;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        StrokeCodec.Write(writer, Stroke);
    }

    internal static StrokeAdded Read(ref FactReader reader) => new(reader.Id("page"), StrokeCodec.Read(ref reader));

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page) };
}
