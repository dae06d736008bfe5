using System.Text.Json;

namespace Device.Cli.Tests;

public sealed class RecognizeTests : IDisposable
{
    private readonly InkFixture _ink = new();

    public void Dispose() => _ink.Dispose();

    [Fact]
    public async Task The_text_of_every_sample_is_a_line_in_either_format()
    {
        var jsonl = _ink.Jsonl("a.jsonl", InkFixture.Flat(), InkFixture.Line("", 3));
        var inkml = _ink.InkMlFile("b.inkml", InkFixture.Cross());
        var outcome = await Devicectl.RunAsync("ink", "recognize", jsonl, inkml, "--no-language", "--model", Devicectl.TinyModel);
        Assert.Equal((0, "一\n十十十\n十\n", ""), (outcome.Code, outcome.Output, outcome.Error));
    }

    [Fact]
    public async Task Ink_that_nobody_labelled_is_read_as_lines_of_a_page()
    {
        var page = InkFixture.Line("", 3) with { Strokes = [.. InkFixture.Crosses(3), .. InkFixture.Crosses(2, 120)] };
        var outcome = await Devicectl.RunAsync("ink", "recognize", _ink.Jsonl("page.jsonl", page), "--no-language", "--model", Devicectl.TinyModel);
        Assert.Equal("十十十\n十十\n", outcome.Output);
    }

    [Fact]
    public async Task Candidates_come_with_their_probabilities_best_first()
    {
        var outcome = await Devicectl.RunAsync("ink", "recognize", "--candidates", "3", "--json", _ink.Jsonl("a.jsonl", InkFixture.Flat()), "--model", Devicectl.TinyModel);
        var sample = JsonDocument.Parse(outcome.Output).RootElement[0];
        Assert.Equal("char", sample.GetProperty("kind").GetString());
        Assert.Equal("一", sample.GetProperty("text").GetString());
        var candidates = sample.GetProperty("candidates").EnumerateArray().ToArray();
        Assert.Equal(["一", "-"], candidates.Take(2).Select(c => c.GetProperty("text").GetString()));
        Assert.Equal(3, candidates.Length);
        Assert.True(candidates[0].GetProperty("probability").GetDouble() > candidates[2].GetProperty("probability").GetDouble());
    }

    [Fact]
    public async Task A_line_tells_which_strokes_made_each_character()
    {
        var outcome = await Devicectl.RunAsync("ink", "recognize", "--json", _ink.Jsonl("a.jsonl", InkFixture.Line("十十", 2)), "--model", Devicectl.TinyModel);
        var sample = JsonDocument.Parse(outcome.Output).RootElement[0];
        Assert.Equal("十十", sample.GetProperty("text").GetString());
        Assert.Equal("十十", sample.GetProperty("label").GetString());
        Assert.Equal([0, 1], sample.GetProperty("characters")[0].GetProperty("strokes").EnumerateArray().Select(s => s.GetInt32()));
        Assert.Equal([2, 3], sample.GetProperty("characters")[1].GetProperty("strokes").EnumerateArray().Select(s => s.GetInt32()));
    }

    [Fact]
    public async Task A_script_lets_only_its_characters_answer()
    {
        var outcome = await Devicectl.RunAsync("ink", "recognize", "--script", "latin", _ink.Jsonl("a.jsonl", InkFixture.Cross()), "--model", Devicectl.TinyModel);
        Assert.Equal("t\n", outcome.Output);
    }

    [Fact]
    public async Task A_missing_file_fails_with_its_name()
    {
        var outcome = await Devicectl.RunAsync("ink", "recognize", "/no/such.inkml", "--model", Devicectl.TinyModel);
        Assert.Equal((1, "", "/no/such.inkml: no such file, expected InkML or Ink-JSONL\n"), (outcome.Code, outcome.Output, outcome.Error));
    }

    [Theory]
    [InlineData("""{"label":"一","kind":"char","strokes":[[[0,0],[1,"x"]]]}""", "line 2: strokes[0][1]")]
    [InlineData("{\"label\":\"一\",\"kind\":\"cha", "line 2")]
    public async Task A_broken_line_fails_with_file_line_and_field(string broken, string expected)
    {
        var file = _ink.Text("broken.jsonl", """{"label":"一","kind":"char","strokes":[[[0,0],[50,0]]]}""" + "\n" + broken + "\n");
        var outcome = await Devicectl.RunAsync("ink", "recognize", "--json", file, "--model", Devicectl.TinyModel);
        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith($"{file}, {expected}", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Broken_inkml_fails_with_file_and_line()
    {
        var file = _ink.Text("broken.inkml", "<ink xmlns=\"http://www.w3.org/2003/InkML\">\n<trace>1 2, 3 nought</trace></ink>");
        var outcome = await Devicectl.RunAsync("ink", "recognize", file, "--model", Devicectl.TinyModel);
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith($"{file}, line 2", outcome.Error, StringComparison.Ordinal);
    }
}
