namespace Device.Core.Notebook;

/// <summary>Spark answered, or said why not.</summary>
/// <param name="Question">The question's name.</param>
/// <param name="Answer">The answer, at most <see cref="FactLimits.TextLength"/> characters.</param>
/// <param name="Reasoning">The thinking before it, kept apart; empty where the model shows none.</param>
/// <param name="Error">Why there is no (whole) answer; empty when there is.</param>
public sealed record AnswerReceived(FactId Question, string Answer, string Reasoning, string Error) : FactBody
{
    /// <inheritdoc/>
    public override FactKind Kind => FactKind.AnswerReceived;

    internal override void Write(FactWriter writer)
    {
        writer.Id(Question);
        writer.Text(Answer, FactLimits.TextLength, "answer");
        writer.Text(Reasoning, FactLimits.TextLength, "reasoning");
        writer.Text(Error, FactLimits.TextLength, "error");
    }

    internal static AnswerReceived Read(ref FactReader reader) => new(
        reader.Id("question"),
        reader.Text("answer", FactLimits.TextLength),
        reader.Text("reasoning", FactLimits.TextLength),
        reader.Text("error", FactLimits.TextLength));

    internal override FactBody Rename(FactNames names) => this with { Question = names.Of(Question) };
}
