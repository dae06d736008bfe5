using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class PageLayoutTests
{
    private const int Pages = 25;

    [Theory]
    [InlineData("han-lines-dev.jsonl", 1, false, false, 0, 0.99)]
    [InlineData("han-lines-dev.jsonl", 1, false, false, 8, 0.98)]
    [InlineData("han-lines-dev.jsonl", 2, false, false, 0, 0.98)]
    [InlineData("han-lines-dev.jsonl", 1, true, false, 0, 0.98)]
    [InlineData("han-lines-dev.jsonl", 2, true, true, 8, 0.97)]
    [InlineData("latin-words-dev.jsonl", 2, true, true, 8, 0.98)]
    public async Task Lines_of_composed_pages_are_found_stroke_by_stroke(string file, int columns, bool heading, bool indented, float skew, double least)
    {
        var (random, right, all) = (new Random(3), 0, 0);
        var composed = new ComposedPage(await RealInk.ReadAsync(file), random);
        for (var i = 0; i < Pages; i++)
        {
            var (ink, lines) = composed.Compose(columns, heading, indented, skew * ((2 * random.NextSingle()) - 1));
            var found = PageLines.Split(ink, TestInk.Page(PageTemplate.Blank)).Select(l => string.Join(' ', l.Strokes.Select(s => s.Id.Sequence))).ToHashSet();
            right += lines.Count(l => found.Contains(string.Join(' ', l)));
            all += lines.Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{file}, {columns} columns, heading {heading}, indented {indented}, skew {skew}: {right} of {all} lines whole");
        Assert.InRange(right / (double)all, least, 1);
    }

    [Theory]
    [InlineData("han-lines-dev.jsonl")]
    [InlineData("latin-words-dev.jsonl")]
    public async Task Strokes_written_last_go_to_the_line_they_stand_in(string file)
    {
        var (random, right, all) = (new Random(5), 0, 0);
        var composed = new ComposedPage(await RealInk.ReadAsync(file), random);
        for (var i = 0; i < Pages; i++)
        {
            var (ink, lines) = composed.Compose(late: 6);
            var rowOf = PageLines.Split(ink, TestInk.Page(PageTemplate.Blank)).SelectMany(l => l.Strokes.Select(s => (s.Id.Sequence, l.Row))).ToDictionary();
            foreach (var late in ink[^6..].Select(s => s.Id.Sequence))
            {
                var others = lines.Single(l => l.Contains(late)).Where(s => s <= (ulong)(ink.Length - 6)).ToArray();
                right += others.Length == 0 || others.All(o => rowOf[o] == rowOf[late]) ? 1 : 0;
                all++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {right} of {all} late strokes in their line");
        Assert.InRange(right / (double)all, 0.98, 1);
    }

    [Theory]
    [InlineData(-8f)]
    [InlineData(-3f)]
    [InlineData(0f)]
    [InlineData(5f)]
    [InlineData(8f)]
    public async Task The_skew_of_a_page_is_measured_to_two_degrees(float skew)
    {
        var composed = new ComposedPage(await RealInk.ReadAsync("han-lines-dev.jsonl"), new Random(2));
        Assert.InRange(PageLayout.Of(composed.Compose(skew: skew).Ink).Skew, skew - 2, skew + 2);
    }

    [Fact]
    public void A_heading_and_two_columns_are_three_blocks_in_the_order_of_reading()
    {
        Stroke[] heading = [.. Row(10, 10, 14, 6)];
        Stroke[] left = [.. Row(10, 35, 7, 6), .. Row(10, 48, 7, 6), .. Row(10, 61, 7, 6)];
        Stroke[] right = [.. Row(100, 37, 7, 5), .. Row(100, 50, 7, 5), .. Row(100, 63, 7, 5)];
        var layout = PageLayout.Of(TestInk.Placed([.. right, .. heading, .. left]));
        Assert.Equal([1, 3, 3], layout.Blocks.Select(b => b.Lines.Length));
        Assert.Equal([12, 12, 10], layout.Blocks.Select(b => b.Lines[0].Strokes.Length));
        Assert.InRange(layout.Blocks[0].LineHeight / layout.Blocks[1].LineHeight, 1.9f, 2.1f);
        Assert.Equal(0, layout.Skew);
    }

    [Fact]
    public void Steps_of_indentation_are_counted_from_the_left_edge_of_the_block()
    {
        Stroke[] list = [.. Row(10, 10, 7, 5), .. Row(20, 22, 7, 4), .. Row(30, 34, 7, 4), .. Row(20.5f, 46, 7, 4), .. Row(10.8f, 58, 7, 5)];
        Assert.Equal([0, 1, 2, 1, 0], Assert.Single(PageLayout.Of(TestInk.Placed(list)).Blocks).Lines.Select(l => l.Indent));
    }

    [Fact]
    public void The_first_line_of_a_second_column_is_not_read_with_the_first_column()
    {
        Stroke[] strokes = [.. Row(10, 10, 7, 5), .. Row(10, 23, 7, 5), .. Row(10, 36, 7, 5), .. Row(110, 10, 7, 2)];
        Assert.Equal([10, 10, 10, 4], PageLines.Split(TestInk.Placed(strokes), TestInk.Page(PageTemplate.Blank)).Select(l => l.Strokes.Length));
    }

    [Fact]
    public void A_single_slanting_stroke_does_not_turn_the_page() =>
        Assert.Equal(0, PageLayout.Of(TestInk.Placed([TestInk.Path((10, 10), (100, 20))])).Skew);

    private static IEnumerable<Stroke> Row(float x, float y, float size, int count) =>
        Enumerable.Range(0, count).SelectMany(i => TestInk.Cross(x + (i * 1.25f * size), y, size));
}
