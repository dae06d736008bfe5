namespace Device.Messages;

/// <summary>Payload of <c>up/request/{id}</c>: a question to Spark. The same id asked again gets the same answer, not a second one.</summary>
/// <param name="Text">The question, at most <see cref="Device.Core.Notebook.FactLimits.TextLength"/> characters.</param>
/// <param name="Context">The page's text that goes with it, at most as long; may be empty.</param>
/// <param name="Language">BCP 47 tag of the language to answer in, such as <c>zh-CN</c>.</param>
/// <param name="Model">Model to ask, or empty for the gateway's default.</param>
public sealed record RequestMessage(string Text, string Context, string Language, string Model)
{
    /// <summary>Longest language tag in characters.</summary>
    public const int MaxLanguageLength = 35;
}
