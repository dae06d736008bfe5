using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>A line of ink was read. A later reading that shares a stroke with it takes its place.</summary>
/// <param name="Page">The page.</param>
/// <param name="Strokes">The line's strokes, 1 to <see cref="FactLimits.References"/>.</param>
/// <param name="Text">The best reading, at most <see cref="FactLimits.TextLength"/> characters; empty when the ink is not text.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Model">Name and version of the model that read it.</param>
public sealed record LineRead(FactId Page, ImmutableArray<FactId> Strokes, string Text, float Confidence, string Model) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.LineRead;

    /// <inheritdoc/>
    public bool Equals(LineRead? other) =>
        other is not null && Page == other.Page && Text == other.Text && Confidence.Equals(other.Confidence) && Model == other.Model
        && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Strokes.Length, Text);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Ids(Strokes, "strokes");
        writer.Text(Text, FactLimits.TextLength, "text");
        writer.Single(Confidence, 0, 1, "confidence");
        writer.Text(Model, FactLimits.ModelLength, "model");
    }

    internal static LineRead Read(ref FactReader reader) => new(
        reader.Id("page"),
        reader.Ids("strokes"),
        reader.Text("text", FactLimits.TextLength),
        reader.Single("confidence", 0, 1),
        reader.Text("model", FactLimits.ModelLength));

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page), Strokes = names.Of(Strokes) };
}
