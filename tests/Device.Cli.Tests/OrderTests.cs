using System.Text.Json;
using System.Xml.Linq;
using Device.Core.Ink;

namespace Device.Cli.Tests;

public sealed class OrderTests : IDisposable
{
    private readonly InkFixture _ink = new();

    public void Dispose() => _ink.Dispose();

    [Fact]
    public async Task The_order_of_every_sample_is_a_row_and_a_verdict()
    {
        var cross = InkFixture.Cross();
        var outcome = await Devicectl.RunAsync("ink", "order", _ink.Jsonl("a.jsonl", cross, cross with { Strokes = [cross.Strokes[1], cross.Strokes[0]] }));
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("outOfOr", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 right", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_each_stroke_has_its_faults()
    {
        var cross = InkFixture.Cross();
        var reversed = new Stroke([.. cross.Strokes[1].Points.Reverse()]);
        var outcome = await Devicectl.RunAsync("ink", "order", "--json", "--box", "-10,-10,60,60", _ink.Jsonl("a.jsonl", cross with { Strokes = [cross.Strokes[0], reversed] }));
        var sample = JsonDocument.Parse(outcome.Output).RootElement[0];
        Assert.Equal("十", sample.GetProperty("character").GetString());
        Assert.False(sample.GetProperty("right").GetBoolean());
        Assert.Equal(["", "reversed"], sample.GetProperty("strokes").EnumerateArray().Select(s => string.Join(' ', s.GetProperty("faults").EnumerateArray().Select(f => f.GetString()))));
        Assert.InRange(sample.GetProperty("shape").GetInt32(), 80, 100);
    }

    [Fact]
    public async Task A_character_alone_is_shown_as_it_is_written_with_a_picture()
    {
        var picture = Path.Combine(_ink.Folder, "yong.svg");
        var outcome = await Devicectl.RunAsync("ink", "order", "--character", "永", "--svg", picture, "--json");
        Assert.Equal(0, outcome.Code);
        Assert.Equal(5, JsonDocument.Parse(outcome.Output).RootElement[0].GetProperty("strokes").GetArrayLength());
        var svg = XDocument.Load(picture);
        Assert.Equal(["1", "2", "3", "4", "5"], svg.Descendants("{http://www.w3.org/2000/svg}text").Select(t => t.Value));
        Assert.Equal(5, svg.Descendants("{http://www.w3.org/2000/svg}path").Count(p => p.Attribute("class")?.Value == "reference"));
    }

    [Fact]
    public async Task Wrong_strokes_are_red_in_the_picture_and_missing_ones_dashed()
    {
        var picture = Path.Combine(_ink.Folder, "a.svg");
        var cross = InkFixture.Cross("土");
        await Devicectl.RunAsync("ink", "order", _ink.Jsonl("a.jsonl", cross), "--svg", picture);
        var classes = XDocument.Load(picture).Descendants("{http://www.w3.org/2000/svg}path").Select(p => p.Attribute("class")?.Value).ToArray();
        Assert.Equal((3, 1), (classes.Count(c => c == "reference"), classes.Count(c => c == "missing")));
    }

    [Fact]
    public async Task Labels_without_known_strokes_are_left_out_and_counted()
    {
        var outcome = await Devicectl.RunAsync("ink", "order", "--json", _ink.Jsonl("a.jsonl", InkFixture.Cross(), InkFixture.Cross("x")));
        Assert.Equal(1, JsonDocument.Parse(outcome.Output).RootElement.GetArrayLength());
        Assert.Contains("1 of 2 samples left out", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "'x', expected one of the 6991 characters", "--character", "x")]
    [InlineData(2, "FILE or --character expected")]
    [InlineData(2, "--box: '1,2,3', expected LEFT,TOP,RIGHT,BOTTOM", "--box", "1,2,3", "--character", "永")]
    public async Task What_cannot_be_done_is_said(int code, string expected, params string[] args)
    {
        var outcome = await Devicectl.RunAsync(["ink", "order", .. args]);
        Assert.Equal((code, ""), (outcome.Code, outcome.Output));
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }
}
