using System.Text;
using Device.Recognition.Speech.Commands;

namespace Device.Recognition.Tests.Speech;

public sealed class CommandGrammarTests
{
    [Theory]
    [InlineData("zh")]
    [InlineData("en")]
    public void The_grammars_have_the_same_thirty_commands(string language)
    {
        var path = RepositoryFile.Find("tools", "train", "speech", "grammars", $"{language}.json");
        Assert.SkipWhen(path is null, "the grammars are not above the test's folder");
        var grammar = CommandGrammar.Parse(File.ReadAllBytes(path!));
        Assert.Equal(30, grammar.Commands.Length);
        Assert.StartsWith(language, grammar.Locale, StringComparison.Ordinal);
        Assert.Contains(grammar.Commands, c => c.Id == "ask-spark");
    }

    [Theory]
    [InlineData("""{"locale":"en","commands":[]}""", "1 to 200 commands")]
    [InlineData("""{"locale":"en","commands":[{"id":"Open","phrases":["open"]}]}""", "commands[0].id: 'Open'")]
    [InlineData("""{"locale":"en","commands":[{"id":"open","phrases":[]}]}""", "commands[0].phrases: 0 phrases")]
    [InlineData("""{"locale":"en","commands":[{"id":"a","phrases":["x"]},{"id":"b","phrases":["X"]}]}""", "commands[1].phrases: 'X'")]
    [InlineData("""{"locale":"en","commands":[{"id":"a","phrases":["x"]},{"id":"a","phrases":["y"]}]}""", "commands[1].id: 'a'")]
    [InlineData("""{"locale":"en",""", "line 1")]
    public void A_wrong_grammar_is_refused_with_the_field_that_is_wrong(string json, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => CommandGrammar.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
}
