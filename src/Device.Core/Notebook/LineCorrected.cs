using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// The user said what a line of ink says. It wins over every machine's reading of the same strokes or some of them, whatever the
/// clocks say; of several corrections the latest counts. Ink that is added to the line or erased from it makes another line.
/// </summary>
/// <param name="Page">The page.</param>
/// <param name="Strokes">The line's strokes, 1 to <see cref="FactLimits.References"/>.</param>
/// <param name="Text">What they say, at most <see cref="FactLimits.TextLength"/> characters.</param>
public sealed record LineCorrected(FactId Page, ImmutableArray<FactId> Strokes, string Text) : FactBody
{
    /// <summary>The <see cref="LineRead.Model"/> of a correction where it shows as a line.</summary>
    public const string Model = "user";

    /// <inheritdoc/>
    public override FactKind Kind => FactKind.LineCorrected;

    /// <inheritdoc/>
    public bool Equals(LineCorrected? other) =>
        other is not null && Page == other.Page && Text == other.Text && Strokes.AsSpan().SequenceEqual(other.Strokes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Page, Strokes.Length, Text);

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Ids(Strokes, "strokes");
        writer.Text(Text, FactLimits.TextLength, "text");
    }

    internal static LineCorrected Read(ref FactReader reader) =>
        new(reader.Id("page"), reader.Ids("strokes"), reader.Text("text", FactLimits.TextLength));

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page), Strokes = names.Of(Strokes) };
}
