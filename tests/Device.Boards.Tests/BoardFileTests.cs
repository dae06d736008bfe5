using Device.Core.Notebook;

namespace Device.Boards.Tests;

public sealed class BoardFileTests : IDisposable
{
    private const string Good = """
        {"name":"mine","title":"Mine","panel":{"driver":"simulated","width":800,"height":600,"dotsPerInch":200,"greyLevels":16},
         "pen":{"driver":"simulated"},"paper":{"template":"grid","pitch":12}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("device-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_simulated_board_comes_with_the_program()
    {
        var board = BoardFile.Read("simulated");
        Assert.Equal("simulated", board.Pen.Driver);
        Assert.Equal(1404, board.Panel.Width);
    }

    [Fact]
    public void Every_board_that_comes_with_the_program_is_valid()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "boards"), "*.json").Where(f => !f.EndsWith(".schema.json", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal(Path.GetFileNameWithoutExtension(f), BoardFile.Read(f).Name));
    }

    [Fact]
    public void A_board_is_read_from_a_file()
    {
        var board = BoardFile.Read(Write(Good));
        Assert.Equal(PageTemplate.Grid, board.Paper.Template);
        Assert.Equal(200, board.Panel.DotsPerInch);
    }

    [Theory]
    [InlineData("\"width\":800", "\"width\":7", "panel.width")]
    [InlineData("\"dotsPerInch\":200", "\"dotsPerInch\":1", "panel.dotsPerInch")]
    [InlineData("\"greyLevels\":16", "\"greyLevels\":5", "panel.greyLevels")]
    [InlineData("\"name\":\"mine\"", "\"name\":\"My Board\"", "name")]
    [InlineData("\"pitch\":12", "\"pitch\":1", "paper.pitch")]
    [InlineData("\"pen\":{\"driver\":\"simulated\"}", "\"pen\":{\"driver\":\"evdev\"}", "pen.device")]
    [InlineData("\"title\":\"Mine\"", "\"titel\":\"Mine\"", "titel")]
    [InlineData("\"width\":800", "\"width\":\"wide\"", "width")]
    [InlineData("\"driver\":\"simulated\",\"width\"", "\"driver\":\"it8951\",\"width\"", "vcom")]
    [InlineData("\"driver\":\"simulated\",\"width\"", "\"driver\":\"it8951\",\"it8951\":{\"vcom\":1.5},\"width\"", "panel.it8951.vcom")]
    [InlineData("\"driver\":\"simulated\",\"width\"", "\"driver\":\"crt\",\"width\"", "panel.driver")]
    public void A_wrong_field_is_named_with_the_file(string right, string wrong, string field)
    {
        var path = Write(Good.Replace(right, wrong, StringComparison.Ordinal));
        var error = Assert.Throws<BoardException>(() => BoardFile.Read(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_board_is_told_with_those_that_are_known()
    {
        Assert.Contains("simulated", Assert.Throws<BoardException>(() => BoardFile.Read("no-such-board")).Message, StringComparison.Ordinal);
    }

    private string Write(string json)
    {
        var path = Path.Combine(_folder, "board.json");
        File.WriteAllText(path, json);
        return path;
    }
}
