namespace Device.Cli.Tests;

public sealed class CommandLineTests
{
    public static TheoryData<string> Verbs => ["ink recognize", "ink eval", "model list", "model verify", "journal verify", "journal dump", "journal rebuild"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_with_an_example(string verb)
    {
        var outcome = await Devicectl.RunAsync([.. verb.Split(' '), "--help"]);
        Assert.Equal(0, outcome.Code);
        Assert.Contains($"Example:\n  devicectl {verb}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--data <DIR>", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--json", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
    }

    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("ink", "devicectl ink --help")]
    [InlineData("ink eval", "Required argument 'FILE' missing")]
    [InlineData("ink eval a b", "'b'")]
    [InlineData("ink eval a --script klingon", "'klingon'")]
    [InlineData("ink recognize a --candidates 0", "--candidates: 0, expected 1 to 100")]
    [InlineData("ink recognize a --candidates many", "'many'")]
    [InlineData("model verify", "devicectl model verify --help")]
    [InlineData("journal dump --from 0", "--from: 0, expected 1 or more")]
    [InlineData("no such verb", "'no'")]
    public async Task Wrong_usage_returns_two_and_says_what_is_wrong(string line, string expected)
    {
        var outcome = await Devicectl.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, outcome.Code);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }
}
