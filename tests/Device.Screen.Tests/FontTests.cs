using System.Text;
using Device.Screen.Drawing;
using Device.Screen.Frames;
using Device.Screen.Layout;
using Device.Screen.Model;
using Device.Screen.Text;
using SkiaSharp;

namespace Device.Screen.Tests;

public sealed class FontTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("device-font-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_font_is_named_with_what_to_do()
    {
        var path = Path.Combine(_folder.FullName, "nowhere.otf");
        var error = Assert.Throws<FontException>(() => FontSet.Load(new FontOptions { TextFont = path }));
        Assert.Equal(path, error.Path);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("not found", error.Message, StringComparison.Ordinal);
        Assert.Contains("tools/setup", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no font")]
    public void A_file_that_is_no_font_is_refused(string content)
    {
        var path = Path.Combine(_folder.FullName, "wrong.otf");
        File.WriteAllText(path, content);
        Assert.Contains(path, Assert.Throws<FontException>(() => FontSet.Load(new FontOptions { TextFont = path })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_a_font_is_refused() =>
        Assert.Throws<FontException>(() => FontSet.Load(new FontOptions { TextFont = _folder.FullName }));

    [Fact]
    public void A_font_without_Chinese_is_refused()
    {
        const string Latin = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
        Assert.SkipUnless(File.Exists(Latin), $"{Latin} is not installed");
        var error = Assert.Throws<FontException>(() => FontSet.Load(new FontOptions { TextFont = Latin }));
        Assert.Contains("的一国", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_font_that_is_fetched_shows_every_character_of_GB_2312_and_pinyin()
    {
        using var fonts = Fonts.LoadOrSkip();
        using var font = new SKFont(fonts.Text, 32);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb2312 = Encoding.GetEncoding("gb2312");
        var characters =
            from row in Enumerable.Range(0xB0, 72)
            from cell in Enumerable.Range(0xA1, 94)
            let text = gb2312.GetString([(byte)row, (byte)cell])
            where text.Length == 1 && text[0] is >= '\u4E00' and <= '\u9FFF'
            select text[0];
        var all = characters.ToList();
        Assert.Equal(6763, all.Count);
        Assert.All(all.Concat("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ，。？！“”《》½×÷√"), c => Assert.True(HasShape(font, c), $"{c}"));
        Assert.Equal("", fonts.Missing);
    }

    [Fact]
    public void Without_a_font_the_page_and_its_ink_are_drawn_all_the_same()
    {
        var layout = new ScreenLayout(Samples.Small);
        var (with, without) = (new GreyFrame(404, 300), new GreyFrame(404, 300));
        using var fonts = Fonts.LoadOrSkip();
        using var composer = new PageComposer(layout, fonts, ScreenWords.Chinese);
        using var bare = new PageComposer(layout, null, ScreenWords.Chinese);
        var model = Samples.Screen(layout, Samples.Line(10, 10, 40, 30)) with { Answer = new AnswerCard("问", "答"), Status = new StatusBar("题", 1, 2, SyncState.Synced) };
        bare.Compose(model, without);
        composer.Compose(model with { Answer = null, Status = StatusBar.Empty }, with);
        foreach (var y in Enumerable.Range(layout.Page.Y, layout.Page.Height))
        {
            Assert.True(with.Row(y)[..layout.Page.Right].SequenceEqual(without.Row(y)[..layout.Page.Right]), $"row {y}");
        }
    }

    private static bool HasShape(SKFont font, char letter)
    {
        using var path = font.GetGlyphPath(font.GetGlyph(letter));
        return path is { IsEmpty: false };
    }
}
