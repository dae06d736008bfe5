using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class PageLinesTests
{
    [Theory]
    [InlineData(PageTemplate.Grid)]
    [InlineData(PageTemplate.Mizi)]
    public void On_a_grid_each_box_is_one_character_in_reading_order(PageTemplate template)
    {
        var page = TestInk.Page(template);
        Stroke[] strokes = [.. InBox(page, 1, 2), .. InBox(page, 0, 0)[..1], .. InBox(page, 0, 1)];
        var lines = PageLines.Split(TestInk.Placed(strokes), page);
        Assert.Equal([(0, 0, 1), (0, 1, 2), (1, 2, 2)], lines.Select(l => (l.Row, l.Column, l.Strokes.Length)));
        Assert.All(lines, l => Assert.True(l.IsCell));
    }

    [Fact]
    public void On_a_grid_a_stroke_that_reaches_over_goes_where_its_middle_is()
    {
        var page = TestInk.Page(PageTemplate.Grid);
        var box = PaperRuling.Of(page).Box(0, 0);
        Stroke[] strokes = [TestInk.Flat(box.Left + 2, box.Top + 5, 11), TestInk.Tall(box.Right + 5, box.Top + 1, 8)];
        var lines = PageLines.Split(TestInk.Placed(strokes), page);
        Assert.Equal([0, 1], lines.Select(l => l.Column));
    }

    [Fact]
    public void Ink_beyond_the_paper_goes_to_the_box_at_the_edge()
    {
        var page = TestInk.Page(PageTemplate.Grid);
        var ruling = PaperRuling.Of(page);
        var lines = PageLines.Split(TestInk.Placed([TestInk.Flat(-50, -3, 6), TestInk.Flat(500, 900, 6)]), page);
        Assert.Equal([(0, 0), (ruling.Rows - 1, ruling.Columns - 1)], lines.Select(l => (l.Row, l.Column)));
    }

    [Fact]
    public void On_lined_paper_each_printed_row_is_a_line()
    {
        var strokes = Row(10, 7.5f, 7, 4).Concat(Row(10, 27.5f, 7, 3)).Concat(Row(10, 17.5f, 7, 5));
        var lines = PageLines.Split(TestInk.Placed(strokes), TestInk.Page(PageTemplate.Lined));
        Assert.Equal([(0, 8), (1, 10), (2, 6)], lines.Select(l => (l.Row, l.Strokes.Length)));
        Assert.All(lines, l => Assert.False(l.IsCell));
    }

    [Fact]
    public void On_lined_paper_a_comma_under_the_line_stays_with_its_sentence()
    {
        var comma = TestInk.Path((46, 15.8f), (46.4f, 16.6f), (45.8f, 17.4f));
        var lines = PageLines.Split(TestInk.Placed([.. Row(10, 8, 7, 4), comma, .. Row(50, 8, 7, 2)]), TestInk.Page(PageTemplate.Lined));
        Assert.Equal([0], lines.Select(l => l.Row));
    }

    [Fact]
    public void On_lined_paper_a_new_stroke_changes_its_own_row_only()
    {
        Stroke[] strokes = [.. Row(10, 7.5f, 7, 4), .. Row(10, 27.5f, 7, 3)];
        var page = TestInk.Page(PageTemplate.Lined);
        var before = PageLines.Split(TestInk.Placed(strokes), page);
        var after = PageLines.Split(TestInk.Placed([.. strokes, TestInk.Flat(60, 31, 7)]), page);
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.06f)]
    [InlineData(-0.06f)]
    public void On_blank_paper_lines_are_found_even_when_they_rise_or_fall(float slope)
    {
        var strokes = Enumerable.Range(0, 4).SelectMany(r => Enumerable.Range(0, 12).SelectMany(c => TestInk.Cross(10 + (9 * c), 20 + (13 * r) + (slope * 9 * c), 7)));
        var lines = PageLines.Split(TestInk.Placed(strokes), TestInk.Page(PageTemplate.Blank));
        Assert.Equal([24, 24, 24, 24], lines.Select(l => l.Strokes.Length));
        Assert.Equal([0, 1, 2, 3], lines.Select(l => l.Row));
    }

    [Fact]
    public void On_blank_paper_dots_and_low_marks_belong_to_their_line()
    {
        Stroke[] first = [.. TestInk.Cross(10, 10, 7), TestInk.Path((19, 16.5f), (18.6f, 17.6f)), TestInk.Tall(22, 12, 5), TestInk.Path((22, 10), (22.1f, 10.1f))];
        Stroke[] second = [.. TestInk.Cross(10, 24, 7), .. TestInk.Cross(19, 24, 7)];
        var lines = PageLines.Split(TestInk.Placed([.. first, .. second]), TestInk.Page(PageTemplate.Blank));
        Assert.Equal([first.Length, second.Length], lines.Select(l => l.Strokes.Length));
    }

    [Fact]
    public void On_blank_paper_a_character_of_stacked_flat_strokes_is_one_line()
    {
        Stroke[] three = [TestInk.Flat(10, 10, 6), TestInk.Flat(10.5f, 13, 5), TestInk.Flat(9, 16.5f, 8)];
        Assert.Single(PageLines.Split(TestInk.Placed(three), TestInk.Page(PageTemplate.Blank)));
    }

    [Fact]
    public void A_line_written_above_an_earlier_one_comes_first()
    {
        Stroke[] strokes = [.. Row(10, 40, 7, 3), .. Row(10, 20, 7, 2)];
        var lines = PageLines.Split(TestInk.Placed(strokes), TestInk.Page(PageTemplate.Blank));
        Assert.Equal([4, 6], lines.Select(l => l.Strokes.Length));
    }

    [Fact]
    public void What_the_eraser_drew_is_left_out()
    {
        var erased = new Stroke(TestInk.Flat(0, 0, 5).Points, PenTool.Eraser);
        Assert.Empty(PageLines.Split(TestInk.Placed([erased]), TestInk.Page(PageTemplate.Blank)));
        Assert.Empty(PageLines.Split([], TestInk.Page(PageTemplate.Grid)));
    }

    [Fact]
    public void A_line_too_long_for_one_fact_is_cut_from_left_to_right()
    {
        var strokes = Enumerable.Range(0, 1500).Select(i => TestInk.Tall(10 + (i * 0.12f), 12, 5));
        var lines = PageLines.Split(TestInk.Placed(strokes), TestInk.Page(PageTemplate.Lined));
        Assert.True(lines.Length > 1);
        Assert.All(lines, l => Assert.InRange(l.Strokes.Length, 1, FactLimits.References));
        Assert.Equal(Enumerable.Range(0, lines.Length), lines.Select(l => l.Column));
        Assert.Equal(1500, lines.Sum(l => l.Strokes.Length));
    }

    [Fact]
    public void Any_ink_is_split_so_that_every_stroke_is_in_exactly_one_line()
    {
        var coordinate = Gen.OneOf(Gen.Float[0, 200], Gen.Float[-1e6f, 1e6f]);
        var stroke = Gen.Select(coordinate, coordinate).Array[1, 4].Select(p => TestInk.Path(p));
        Gen.Select(stroke.Array[0, 40], Gen.Enum<PageTemplate>(), Gen.Float[3, 100]).Sample((strokes, template, pitch) =>
        {
            var placed = TestInk.Placed(strokes);
            var lines = PageLines.Split(placed, TestInk.Page(template, pitch));
            Assert.Equal(placed.Select(s => s.Id).Order(), lines.SelectMany(l => l.Strokes).Select(s => s.Id).Order());
            Assert.Equal(lines, PageLines.Split(placed, TestInk.Page(template, pitch)));
            Assert.Equal(lines.OrderBy(l => (l.Row, l.Column)), lines);
        });
    }

    private static Stroke[] InBox(PageAdded page, int row, int column)
    {
        var box = PaperRuling.Of(page).Box(row, column);
        return TestInk.Cross(box.Left + 1, box.Top + 1, 8);
    }

    private static IEnumerable<Stroke> Row(float x, float y, float size, int count) =>
        Enumerable.Range(0, count).SelectMany(i => TestInk.Cross(x + 1 + (i * (size + 2)), y, size));
}
