using Device.Core.Ink;
using Device.Core.Learning;
using Device.Recognition.Mathematics;
using Device.Recognition.Tests.Handwriting;

namespace Device.Recognition.Tests.Mathematics;

public sealed class MathReaderTests(ShippedModel model) : IClassFixture<ShippedModel>
{
    [Fact]
    public async Task The_golden_expressions_are_read_sign_for_sign()
    {
        var evaluation = new MathEvaluation(new MathReader(model.Recognizer), TimeProvider.System);
        await using var stream = File.OpenRead(RepositoryFile.Find("tests", "Device.Recognition.Tests", "golden", "mathematics.jsonl")!);
        await foreach (var ink in InkFiles.ReadAsync(stream, "mathematics.jsonl", TestContext.Current.CancellationToken))
        {
            Assert.True(evaluation.Add(ink));
        }

        Assert.NotEmpty(evaluation.Samples);
        Assert.All(evaluation.Samples, s => Assert.True(s.IsRight, $"{s.Label} read {s.Reading.Latex}"));
        Assert.All(evaluation.Samples, s => Assert.NotNull(s.Reading.Expression));
        Assert.All(evaluation.Samples, s => Assert.True(AnswerGrader.Grade(s.Reading.Latex, s.Label).IsRight, s.Label));
    }

    [Fact]
    public void A_level_stroke_with_something_above_and_below_is_a_fraction_and_alone_a_minus()
    {
        var reader = new MathReader(new OneRing());
        Assert.Equal("\\frac{0}{0}", reader.Read([Ring(10, 0), Level(0, 50, 40), Ring(10, 60)]).Latex);
        Assert.Equal("0-0", reader.Read([Ring(0, 0), Level(40, 20, 30), Ring(90, 0)]).Latex);
    }

    [Fact]
    public void A_small_sign_at_the_upper_right_is_a_power()
    {
        Stroke[] strokes = [Ring(0, 0), Ring(30, -15, 0.6f)];
        Assert.Equal("0^{0}", new MathReader(new OneRing()).Read(strokes).Latex);
    }

    [Fact]
    public void Two_level_strokes_over_each_other_are_a_relation() =>
        Assert.Equal("0=0", new MathReader(new OneRing()).Read([Ring(0, 0), Level(40, 14, 30), Level(40, 26, 30), Ring(90, 0)]).Latex);

    [Fact]
    public void A_point_between_digits_is_a_decimal_point()
    {
        var point = new Stroke([new InkPoint(35, 39, 0, 1), new InkPoint(35.5f, 39.5f, 8, 1)]);
        Assert.Equal("0.0", new MathReader(new OneRing()).Read([Ring(0, 0), point, Ring(45, 0)]).Latex);
    }

    [Fact]
    public void No_ink_and_too_much_ink_give_nothing()
    {
        var reader = new MathReader(new OneRing());
        Assert.Equal("", reader.Read([]).Latex);
        Assert.Equal("", reader.Read([.. Enumerable.Range(0, MathReader.MaxStrokes + 1).Select(i => Ring(i * 40, 0))]).Latex);
        Assert.Equal("", reader.Read([new Stroke([new InkPoint(0, 0, 0, 1)], PenTool.Eraser)]).Latex);
    }

    /// <summary>An oval 25 wide and 40 high at scale 1.</summary>
    private static Stroke Ring(float x, float y, float scale = 1) => new([.. Enumerable.Range(0, 25).Select(i => new InkPoint(
        x + (scale * 12.5f * (1 + MathF.Sin(i * MathF.Tau / 24))), y + (scale * 20 * (1 - MathF.Cos(i * MathF.Tau / 24))), i * 8, 1))]);

    private static Stroke Level(float x, float y, float width) => new([.. Enumerable.Range(0, 9).Select(i => new InkPoint(x + (width * i / 8), y, i * 8, 1))]);

    /// <summary>Reads one stroke as a zero and anything else as nothing, so that only structure is tested.</summary>
    private sealed class OneRing : IInkRecognizer
    {
        public string Model => "one ring";

        public System.Collections.Immutable.ImmutableArray<InkCandidate> RecognizeCharacter(ReadOnlySpan<Stroke> strokes, InkScript script, int count)
        {
            Assert.Equal(InkScript.Mathematics, script);
            return strokes.Length == 1 ? [new InkCandidate("0", 0.9f)] : [];
        }

        public RecognizedLine RecognizeLine(ReadOnlySpan<Stroke> strokes, InkScript script) => throw new NotSupportedException();
    }
}
