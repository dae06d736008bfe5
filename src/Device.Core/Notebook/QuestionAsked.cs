namespace Device.Core.Notebook;

/// <summary>Spark was asked. The fact's name is the question's.</summary>
/// <param name="Page">The page it was asked on.</param>
/// <param name="Text">The question, at most <see cref="FactLimits.TextLength"/> characters.</param>
/// <param name="Context">The page's text that goes with it, at most <see cref="FactLimits.TextLength"/> characters.</param>
public sealed record QuestionAsked(FactId Page, string Text, string Context) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.QuestionAsked;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Page);
        writer.Text(Text, FactLimits.TextLength, "text");
        writer.Text(Context, FactLimits.TextLength, "context");
    }

    internal static QuestionAsked Read(ref FactReader reader) => new(
        reader.Id("page"), reader.Text("text", FactLimits.TextLength), reader.Text("context", FactLimits.TextLength));

    internal override FactBody Rename(FactNames names) => this with { Page = names.Of(Page) };
}
