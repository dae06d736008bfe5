namespace Device.Core.Notebook;

/// <summary>Spark was asked. The fact's name is the question's.</summary>
/// <param name="Page">The page it was asked on.</param>
/// <param name="Text">The question, at most <see cref="FactLimits.TextLength"/> characters.</param>
/// <param name="Context">The page's text that goes with it, at most <see cref="FactLimits.TextLength"/> characters.</param>
public sealed record QuestionAsked(FactId Page, string Text, string Context) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.QuestionAsked;
}
