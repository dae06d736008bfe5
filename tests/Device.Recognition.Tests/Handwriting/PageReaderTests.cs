using CsCheck;
using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class PageReaderTests
{
    [Theory]
    [InlineData(PageTemplate.Blank)]
    [InlineData(PageTemplate.Lined)]
    [InlineData(PageTemplate.Grid)]
    [InlineData(PageTemplate.Mizi)]
    public void Reading_while_it_is_written_gives_what_reading_from_scratch_gives(PageTemplate template)
    {
        using var recognizer = TestInk.Tiny();
        var page = TestInk.Page(template);
        var place = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[0, 2]);
        place.Array[1, 25].Sample(places =>
        {
            var strokes = TestInk.Placed(places.SelectMany(p => Written(p.Item1, p.Item2, p.Item3)));
            var reader = new PageReader(recognizer, InkScript.Any);
            for (var count = 1; count <= strokes.Length; count++)
            {
                var before = reader.Calls;
                var ink = strokes[..count];
                Assert.Equal(new PageReader(recognizer, InkScript.Any).Read(ink, page), reader.Read(ink, page));
                Assert.True(template == PageTemplate.Blank || reader.Calls - before <= 1, $"{reader.Calls - before} lines were read for one stroke");
            }
        }, iter: 20, threads: 1);
    }

    [Fact]
    public async Task A_page_of_real_lines_is_read_with_a_call_a_stroke_while_reading_from_scratch_asks_for_every_line()
    {
        using var recognizer = TestInk.Tiny();
        var samples = (await RealInk.ReadAsync("han-lines-dev.jsonl")).Take(6).ToArray();
        var strokes = TestInk.Placed(samples.SelectMany((line, row) => line.Strokes.Select(s => Moved(s, 20 + (15 * row)))));
        var (reader, scratch, page) = (new PageReader(recognizer, InkScript.Any), 0L, TestInk.Page(PageTemplate.Blank));
        for (var count = 1; count <= strokes.Length; count++)
        {
            scratch += reader.Read(strokes[..count], page).Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{strokes.Length} strokes in {samples.Length} lines: {reader.Calls} calls, {scratch} from scratch");
        Assert.InRange(reader.Calls, strokes.Length, strokes.Length * 1.1);
    }

    [Fact]
    public void A_line_that_only_moved_down_the_page_is_not_read_again()
    {
        using var recognizer = TestInk.Tiny();
        var reader = new PageReader(recognizer, InkScript.Any);
        var page = TestInk.Page(PageTemplate.Blank);
        var below = TestInk.Placed([.. TestInk.Cross(10, 60, 7), .. TestInk.Cross(20, 60, 7)]);
        reader.Read(below, page);
        Assert.Equal(1, reader.Calls);
        var both = TestInk.Placed([.. below.Select(s => s.Stroke), .. TestInk.Cross(10, 20, 7)]);
        Assert.Equal([2, 4], reader.Read(both, page).Select(r => r.Line.Strokes.Length));
        Assert.Equal(2, reader.Calls);
    }

    [Fact]
    public void A_full_memory_is_emptied_and_the_answer_stays()
    {
        using var recognizer = TestInk.Tiny();
        var (small, page) = (new PageReader(recognizer, InkScript.Any, 1), TestInk.Page(PageTemplate.Grid));
        var strokes = TestInk.Placed(Enumerable.Range(0, 3).SelectMany(c => Written(c, 0, 0)));
        Assert.Equal(new PageReader(recognizer, InkScript.Any).Read(strokes, page), small.Read(strokes, page));
        Assert.Equal(small.Read(strokes, page), small.Read(strokes, page));
    }

    private static Stroke[] Written(int column, int row, int form)
    {
        var (x, y) = (8 + (12f * column), 8 + (13f * row));
        return form switch
        {
            0 => TestInk.Cross(x, y, 7),
            1 => [TestInk.Flat(x, y + 3.5f, 7)],
            _ => [TestInk.Tall(x + 3, y, 7), TestInk.Path((x + 3, y - 2), (x + 3.1f, y - 1.9f))],
        };
    }

    private static Stroke Moved(Stroke stroke, float y) => new([.. stroke.Points.Select(p => p with { X = 20 + (p.X / 12), Y = y + (p.Y / 12) })]);
}
