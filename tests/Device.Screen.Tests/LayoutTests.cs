using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Core.Screen;
using Device.Screen.Layout;

namespace Device.Screen.Tests;

public sealed class LayoutTests
{
    [Theory]
    [InlineData(1404, 1872, 227)]
    [InlineData(1872, 1404, 227)]
    [InlineData(800, 600, 167)]
    [InlineData(400, 300, 120)]
    public void The_parts_of_the_screen_fill_it_without_overlapping(int width, int height, int dotsPerInch)
    {
        var layout = new ScreenLayout(new PanelCapabilities(width, height, dotsPerInch, 16, true));
        PixelRect[] parts = [layout.StatusBar, layout.Page, layout.Readings];
        Assert.Equal(width * height, parts.Sum(p => p.Width * p.Height));
        Assert.All(parts, part => Assert.All(parts, other => Assert.True(part == other || part.Intersect(other).IsEmpty)));
        Assert.True(layout.StatusBar.Intersect(layout.AnswerArea).IsEmpty);
        Assert.Equal(layout.Panel.Bounds, layout.AnswerArea.Union(layout.Panel.Bounds));
        Assert.Equal(0, layout.StatusBar.Height % 8);
    }

    [Fact]
    public void A_page_that_fits_is_shown_in_its_natural_size()
    {
        var layout = new ScreenLayout(Samples.Notebook);
        var page = layout.MapPage(100, 100);
        var (left, right) = (page.ToPixels(0, 0).X, page.ToPixels(25.4f, 0).X);
        Assert.Equal(227, right - left, 0.01f);
    }

    [Fact]
    public void A_page_from_a_larger_machine_is_shown_whole()
    {
        var layout = new ScreenLayout(Samples.Notebook);
        var page = layout.MapPage(210, 297);
        var shown = page.ToPixels(new InkBounds(0.1f, 0.1f, 209.9f, 296.9f));
        Assert.Equal(shown, shown.Intersect(layout.Page));
    }

    [Fact]
    public void Where_the_pen_touches_the_panel_is_where_the_ink_is_shown() =>
        Gen.Select(Gen.Float[20, 400], Gen.Float[20, 400], Gen.Float[0, 1404], Gen.Float[0, 1872]).Sample(
            (width, height, x, y) =>
            {
                var page = new ScreenLayout(Samples.Notebook).MapPage(width, height);
                var (mx, my) = page.ToMillimetres(x, y);
                var (px, py) = page.ToPixels(mx, my);
                Assert.Equal(x, px, 0.01f);
                Assert.Equal(y, py, 0.01f);
            },
            iter: 500);

    [Theory]
    [InlineData(PageTemplate.Lined)]
    [InlineData(PageTemplate.Grid)]
    [InlineData(PageTemplate.Mizi)]
    public void Rows_and_boxes_lie_on_the_page_and_apart(PageTemplate template)
    {
        var ruling = new PaperRuling(template, 123, 201, 15);
        Assert.True(ruling.Rows > 5);
        for (var row = 0; row < ruling.Rows; row++)
        {
            var line = ruling.Row(row);
            Assert.InRange(line.Left, 0, 123);
            Assert.InRange(line.Right, line.Left, 123);
            Assert.InRange(line.Bottom, line.Top, 201);
            Assert.True(row == 0 || line.Top >= ruling.Row(row - 1).Bottom - 0.001f);
            for (var column = 0; ruling.HasBoxes && column < ruling.Columns; column++)
            {
                var box = ruling.Box(row, column);
                Assert.Equal(15, box.Width, 0.01f);
                Assert.Equal(15, box.Height, 0.01f);
            }
        }
    }

    [Fact]
    public void A_blank_page_has_no_rows() => Assert.Equal(0, new PaperRuling(PageTemplate.Blank, 100, 100, 10).Rows);

    [Fact]
    public void Paper_smaller_than_its_pitch_has_no_rows() => Assert.Equal(0, new PaperRuling(PageTemplate.Grid, 10, 10, 100).Rows);
}
