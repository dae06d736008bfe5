using System.Text;

namespace Spark.StandIn.Answers;

/// <summary>A finished answer before it is streamed. Immutable; the same messages give the same answer.</summary>
/// <param name="Reasoning">Thinking, in parts; empty for a model that does not show it.</param>
/// <param name="Text">The answer, in parts; never empty.</param>
/// <param name="PromptTokens">Size of the question in the stand-in's own counting, two tokens for three characters.</param>
/// <param name="CompletionTokens">Size of reasoning and answer, counted the same way.</param>
internal sealed record StandInAnswer(
    IReadOnlyList<string> Reasoning, IReadOnlyList<string> Text, int PromptTokens, int CompletionTokens)
{
    private const int SubjectLimit = 60;

    /// <summary>Makes the answer to a conversation.</summary>
    /// <param name="messages">All messages, oldest first; the last one of the user is the question.</param>
    /// <param name="deep">Whether thinking comes first.</param>
    /// <param name="partLength">Unicode scalars in a part, 1 or more.</param>
    public static StandInAnswer For(IReadOnlyList<ChatTurnMessage> messages, bool deep, int partLength)
    {
        var question = messages.LastOrDefault(message => message.Role == "user")?.Content ?? "";
        var instructions = string.Join('\n', messages.Where(message => message.Role == "system").Select(message => message.Content));
        var language = AnswerLanguage.Of(instructions, question);
        var characters = question.EnumerateRunes().Count();
        var words = question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

        StringBuilder text = new(language.Label);
        text.Append(language.Asked(Subject(question)));
        if (SimpleSum.Solve(question) is { } sum)
        {
            text.Append(language.Sum(sum));
        }

        text.Append(language.Read(characters, words, messages.Count)).Append(language.Closing);
        var reasoning = deep ? language.Thought(characters) : "";
        return new StandInAnswer(
            Split(reasoning, partLength),
            Split(text.ToString(), partLength),
            messages.Sum(message => Tokens(message.Content)),
            Tokens(reasoning) + Tokens(text.ToString()));
    }

    private static string Subject(string question)
    {
        var line = question.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        StringBuilder subject = new();
        foreach (var rune in line.EnumerateRunes().Take(SubjectLimit))
        {
            subject.Append(rune.ToString());
        }

        return subject.Length < line.Length ? subject.Append('…').ToString() : subject.ToString();
    }

    private static List<string> Split(string text, int partLength)
    {
        List<string> parts = [];
        StringBuilder part = new();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            part.Append(rune.ToString());
            if (++length == partLength)
            {
                parts.Add(part.ToString());
                part.Clear();
                length = 0;
            }
        }

        if (length > 0)
        {
            parts.Add(part.ToString());
        }

        return parts;
    }

    private static int Tokens(string text) => ((text.EnumerateRunes().Count() * 2) + 2) / 3;
}
