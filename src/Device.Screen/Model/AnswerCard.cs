namespace Device.Screen.Model;

/// <summary>A question to Spark and as much of the answer as there is. Texts over <see cref="TextLimit"/> characters are cut.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">The answer so far; may be empty.</param>
/// <param name="Reasoning">The thinking before the answer; shown folded, as its length. May be empty.</param>
/// <param name="Error">Why there is no (whole) answer, in the reader's words; empty when nothing is wrong.</param>
/// <param name="IsComplete">Whether nothing more will come.</param>
/// <param name="Page">Which screenful of a long answer, from 0; a number past the end shows the last one.</param>
public sealed record AnswerCard(string Question, string Answer, string Reasoning = "", string Error = "", bool IsComplete = false, int Page = 0)
{
    /// <summary>Characters of a text that are laid out.</summary>
    public const int TextLimit = 16_384;
}
