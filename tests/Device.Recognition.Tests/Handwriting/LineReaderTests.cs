using CsCheck;
using Device.Core.Ink;
using Device.Recognition.Handwriting;

namespace Device.Recognition.Tests.Handwriting;

public sealed class LineReaderTests : IDisposable
{
    private readonly OnnxInkRecognizer _recognizer = TestInk.Tiny();

    public void Dispose() => _recognizer.Dispose();

    [Fact]
    public void Characters_side_by_side_are_read_from_left_to_right()
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), .. TestInk.Cross(60, 0, 50), TestInk.Flat(122, 25, 45)];
        var line = _recognizer.RecognizeLine(strokes, InkScript.Any);
        Assert.Equal("十十一", line.Text);
        Assert.Equal([[0, 1], [2, 3], [4]], line.Characters.Select(c => c.Strokes.ToArray()));
    }

    [Fact]
    public void A_stroke_written_late_goes_to_the_character_it_stands_over()
    {
        var (first, second) = (TestInk.Cross(0, 0, 50), TestInk.Cross(60, 0, 50));
        var line = _recognizer.RecognizeLine([first[0], second[0], second[1], first[1]], InkScript.Any);
        Assert.Equal("十十", line.Text);
        Assert.Equal([[0, 3], [1, 2]], line.Characters.Select(c => c.Strokes.ToArray()));
    }

    [Fact]
    public void A_character_written_into_a_free_place_is_read_where_it_stands()
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), .. TestInk.Cross(120, 0, 50), TestInk.Flat(62, 25, 46)];
        Assert.Equal("十一十", _recognizer.RecognizeLine(strokes, InkScript.Any).Text);
    }

    [Theory]
    [InlineData(40, "十一十")]
    [InlineData(14, "十-十")]
    public void The_length_of_a_flat_stroke_tells_the_number_from_the_dash(float width, string text)
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), TestInk.Flat(65, 25, width), .. TestInk.Cross(80 + width, 0, 50)];
        Assert.Equal(text, _recognizer.RecognizeLine(strokes, InkScript.Any).Text);
    }

    [Fact]
    public void The_size_of_a_ring_between_tall_letters_tells_the_small_letter_from_the_capital()
    {
        Stroke[] tall = [TestInk.Tall(0, 0, 50), TestInk.Tall(58, 0, 50), TestInk.Tall(74, 0, 50)];
        var small = _recognizer.RecognizeLine([tall[0], TestInk.Ring(16, 22, 26, 28), tall[1], tall[2]], InkScript.Latin);
        var large = _recognizer.RecognizeLine([tall[0], TestInk.Ring(16, 0, 40, 50), TestInk.Tall(72, 0, 50), TestInk.Tall(88, 0, 50)], InkScript.Latin);
        Assert.Equal('o', small.Text[1]);
        Assert.Equal('O', large.Text[1]);
    }

    [Fact]
    public void A_gap_between_words_is_a_space_that_has_no_ink()
    {
        Stroke[] strokes = [TestInk.Tall(0, 0, 50), TestInk.Ring(12, 22, 26, 28), TestInk.Tall(90, 0, 50), TestInk.Ring(102, 22, 26, 28)];
        var line = _recognizer.RecognizeLine(strokes, InkScript.Latin);
        Assert.Equal("lo lo", line.Text);
        Assert.Equal(line.Text, string.Concat(line.Characters.Select(c => c.Candidates[0].Text)));
        Assert.Empty(line.Characters[2].Strokes);
    }

    [Fact]
    public void Between_han_characters_a_gap_is_no_space()
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), .. TestInk.Cross(110, 0, 50)];
        Assert.Equal("十十", _recognizer.RecognizeLine(strokes, InkScript.Any).Text);
    }

    [Fact]
    public void An_underline_is_no_character()
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), .. TestInk.Cross(60, 0, 50), .. TestInk.Cross(120, 0, 50), TestInk.Flat(-5, 62, 180)];
        Assert.Equal("十十十", _recognizer.RecognizeLine(strokes, InkScript.Any).Text);
    }

    [Fact]
    public void A_rising_line_reads_as_a_level_one()
    {
        Stroke[] strokes = [.. Enumerable.Range(0, 8).SelectMany(i => i % 2 == 0 ? TestInk.Cross(60 * i, -12 * i, 50) : [TestInk.Flat((60 * i) + 3, 25 - (12 * i), 44)])];
        Assert.Equal("十一十一十一十一", _recognizer.RecognizeLine(strokes, InkScript.Any).Text);
    }

    [Fact]
    public void The_unit_of_the_ink_does_not_matter()
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), TestInk.Flat(65, 25, 14), .. TestInk.Cross(95, 0, 50)];
        var millimetres = strokes.Select(s => TestInk.Path([.. s.Points.Select(p => ((p.X * 0.1f) + 40, (p.Y * 0.1f) + 200))])).ToArray();
        Assert.Equal(_recognizer.RecognizeLine(strokes, InkScript.Any).Text, _recognizer.RecognizeLine(millimetres, InkScript.Any).Text);
    }

    [Fact]
    public void A_script_the_model_lacks_and_ink_without_strokes_give_an_empty_line()
    {
        Assert.Equal(new RecognizedLine("", 0, []).Text, _recognizer.RecognizeLine([], InkScript.Any).Text);
        Assert.Empty(_recognizer.RecognizeLine([], InkScript.Any).Characters);
    }

    [Fact]
    public void The_first_candidate_of_every_character_is_the_most_probable_and_makes_the_text()
    {
        Stroke[] strokes = [.. TestInk.Cross(0, 0, 50), TestInk.Tall(70, 0, 50), TestInk.Ring(90, 20, 30, 30), TestInk.Flat(140, 25, 30)];
        var line = _recognizer.RecognizeLine(strokes, InkScript.Any);
        Assert.Equal(line.Text, string.Concat(line.Characters.Select(c => c.Candidates[0].Text)));
        Assert.All(line.Characters, c => Assert.Equal(c.Candidates.OrderByDescending(x => x.Probability), c.Candidates));
        Assert.All(line.Characters, c => Assert.InRange(c.Candidates.Sum(x => x.Probability), 0, 1.001f));
    }

    [Fact]
    public void Any_finite_strokes_give_a_finite_line_that_uses_each_stroke_at_most_once()
    {
        var coordinate = Gen.OneOf(Gen.Float[-100, 1000], Gen.Float[-1e6f, 1e6f], Gen.Const(0f), Gen.Int[0, 5].Select(i => (float)i));
        var stroke = Gen.Select(coordinate, coordinate).Array[1, 6].Select(points => TestInk.Path(points));
        Gen.Select(stroke.Array[1, 30], Gen.Enum<InkScript>()).Sample(
            (strokes, script) =>
            {
                var line = _recognizer.RecognizeLine(strokes, script);
                Assert.InRange(line.Probability, 0, 1);
                Assert.All(line.Characters, c => Assert.All(c.Candidates, x => Assert.InRange(x.Probability, 0, 1)));
                var used = line.Characters.SelectMany(c => c.Strokes).ToArray();
                Assert.Equal(used.Length, used.Distinct().Count());
                Assert.All(used, i => Assert.InRange(i, 0, strokes.Length - 1));
                Assert.All(_recognizer.RecognizeCharacter(strokes, script, 10), x => Assert.InRange(x.Probability, 0, 1));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void A_page_full_of_strokes_in_one_line_is_read_without_limit_errors()
    {
        Stroke[] strokes = [.. Enumerable.Range(0, 200).SelectMany(i => TestInk.Cross(60 * i, 0, 50))];
        Assert.Equal(new string('十', 200), _recognizer.RecognizeLine(strokes, InkScript.Any).Text);
    }
}
