using Device.Core.Ink;
using Device.Core.Notebook;
using Device.Recognition.Handwriting;
using Device.Recognition.Models;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>The model that the product ships, on real ink of people it was never taught. The bounds leave some slack below what was measured.</summary>
public sealed class ShippedModelTests(ShippedModel model) : IClassFixture<ShippedModel>
{
    [Theory]
    [InlineData("han-people-dev.jsonl", InkScript.Any, 0.94, 0.99)]
    [InlineData("han-tomoe-dev.jsonl", InkScript.Any, 0.97, 0.99)]
    [InlineData("latin-dev.jsonl", InkScript.Latin, 0.88, 0.97)]
    [InlineData("greek-twelve-writers.jsonl", InkScript.Greek, 0.95, 0.98)]
    public async Task Characters_are_read_as_well_as_before(string file, InkScript script, double top1, double top5)
    {
        var samples = await RealInk.ReadAsync(file);
        int first = 0, five = 0;
        foreach (var sample in samples)
        {
            var read = model.Recognizer.RecognizeCharacter(sample.Strokes.AsSpan(), script, 5);
            var rank = read.Select(c => Fold(c.Text)).ToList().IndexOf(Fold(sample.Label));
            first += rank == 0 ? 1 : 0;
            five += rank >= 0 ? 1 : 0;
        }

        Report(file, "top-1", first / (double)samples.Count);
        Assert.InRange(first / (double)samples.Count, top1, 1);
        Assert.InRange(five / (double)samples.Count, top5, 1);
    }

    [Theory]
    [InlineData("han-lines-dev.jsonl", 0.015, 0.04)]
    [InlineData("latin-words-dev.jsonl", 0.03, 0.09)]
    public async Task Lines_are_read_with_no_more_errors_than_before(string file, double most, double mostByInkAlone)
    {
        var samples = await RealInk.ReadAsync(file);
        using var alone = InkAlone();
        var byInkAlone = ErrorRate(alone, samples.Select(s => (s.Label, s.Strokes.ToArray())));
        Report(file, "character error rate by the ink alone", byInkAlone);
        Assert.InRange(byInkAlone, 0, mostByInkAlone);
        if (!model.HasLanguage)
        {
            return;
        }

        var rate = ErrorRate(model.Recognizer, samples.Select(s => (s.Label, s.Strokes.ToArray())));
        Report(file, "character error rate", rate);
        Assert.InRange(rate, 0, most);
    }

    [Fact]
    public async Task Lines_of_chinese_with_english_words_are_read_within_the_target()
    {
        var lines = ComposedLines.Of(
            await RealInk.ReadAsync("han-tomoe-dev.jsonl"), await RealInk.ReadAsync("latin-dev.jsonl"),
            await RealInk.ReadAsync("han-lines-dev.jsonl"), await RealInk.ReadAsync("latin-words-dev.jsonl"), 60).ToArray();
        using var alone = InkAlone();
        var byInkAlone = ErrorRate(alone, lines);
        Report("mixed", "character error rate by the ink alone", byInkAlone);
        Assert.InRange(byInkAlone, 0, 0.06);
        if (model.HasLanguage)
        {
            var rate = ErrorRate(model.Recognizer, lines);
            Report("mixed", "character error rate", rate);
            Assert.InRange(rate, 0, 0.04);
        }
    }

    [Theory]
    [InlineData("han-lines-dev.jsonl")]
    [InlineData("latin-words-dev.jsonl")]
    public async Task Lines_of_a_blank_page_are_found_as_they_were_written(string file)
    {
        var samples = await RealInk.ReadAsync(file);
        var (wrong, pages) = (0, 0);
        foreach (var page in samples.Chunk(5).Where(c => c.Length == 5))
        {
            // Five lines under each other at 1.5 line heights, in millimetres.
            var strokes = page.SelectMany((line, row) => line.Strokes.Select(s => Moved(s, 20, 20 + (15 * row)))).ToArray();
            var found = PageLines.Split(TestInk.Placed(strokes), TestInk.Page(PageTemplate.Blank));
            wrong += found.Select(l => l.Strokes.Length).SequenceEqual(page.Select(l => l.Strokes.Length)) ? 0 : 1;
            pages++;
        }

        Report(file, "pages with a wrong line", wrong / (double)pages);
        Assert.InRange(wrong / (double)pages, 0, 0.1);
    }

    [Fact]
    public void A_batch_reads_each_character_as_it_reads_alone()
    {
        Assert.SkipWhen(model.Missing, model.WhyMissing);
        using var reader = new CharacterReader(ModelBundle.Open(model.Folder), new InkRecognizerOptions { Batch = 3 });
        Stroke[][] characters = [TestInk.Cross(0, 0, 50), [TestInk.Ring(0, 0, 30, 40)], [TestInk.Flat(0, 0, 30), TestInk.Flat(0, 20, 40)]];
        var alone = characters.Select(c => Read(reader, [c])[0]).ToArray();
        var together = Read(reader, characters);
        for (var i = 0; i < characters.Length; i++)
        {
            Assert.Equal(alone[i].Select(r => r.Class), together[i].Select(r => r.Class));
            Assert.All(alone[i].Zip(together[i]), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 2));
        }
    }

    private OnnxInkRecognizer InkAlone()
    {
        Assert.SkipWhen(model.Missing, model.WhyMissing);
        return new OnnxInkRecognizer(ModelBundle.Open(model.Folder));
    }

    private static double ErrorRate(OnnxInkRecognizer recognizer, IEnumerable<(string Text, Stroke[] Strokes)> lines)
    {
        int errors = 0, characters = 0;
        foreach (var (text, strokes) in lines)
        {
            errors += TextDistance.Of(Fold(recognizer.RecognizeLine(strokes, InkScript.Any).Text), Fold(text));
            characters += text.Length;
        }

        return errors / (double)characters;
    }

    private static RankedClass[][] Read(CharacterReader reader, Stroke[][] characters)
    {
        for (var i = 0; i < characters.Length; i++)
        {
            reader.Load(i, characters[i], [.. Enumerable.Range(0, characters[i].Length)]);
        }

        reader.Run(characters.Length);
        return [.. characters.Select((_, i) =>
        {
            var best = new RankedClass[5];
            reader.Rank(i, InkScript.Any, best, out var _);
            return best;
        })];
    }

    private static void Report(string file, string what, double value) =>
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{file}: {what} {value:0.0000}"));

    private static Stroke Moved(Stroke stroke, float x, float y) =>
        TestInk.Path([.. stroke.Points.Select(p => (x + (p.X * 0.1f), y + (p.Y * 0.1f)))]);

    private static string Fold(string text) => text.ToLowerInvariant();
}
