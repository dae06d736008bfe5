using CsCheck;
using Device.Core.Ink;
using Device.Core.Learning;

namespace Device.Core.Tests.Learning;

public sealed class StrokeOrderCheckTests
{
    private const int Cases = 60;

    private static readonly string[] Characters = [.. ReferenceStrokes.Shipped.Characters];

    private static readonly Gen<CharacterStrokes> Any = Gen.Int[0, Characters.Length - 1].Select(i => ReferenceStrokes.Shipped.Find(Characters[i])!);

    private static readonly Gen<CharacterStrokes> OfSeveral = Any.Where(c => c.Strokes.Length > 1);

    private static CharacterStrokes Yong => ReferenceStrokes.Shipped.Find("永")!;

    [Fact]
    public void A_character_as_it_should_be_is_right_and_scores_full()
    {
        Any.Sample(character =>
        {
            var report = Compare(character, ReferenceStrokes.Written(character));
            Assert.True(report.IsRight);
            Assert.Equal((100, 100), (report.Shape, report.Placement));
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void In_any_order_each_stroke_is_found_and_the_fewest_are_out_of_order()
    {
        Gen.Select(Any, Gen.Int).Sample((character, seed) =>
        {
            var order = Enumerable.Range(0, character.Strokes.Length).ToArray();
            new Random(seed).Shuffle(order);
            var written = ReferenceStrokes.Written(character);
            var report = Compare(character, [.. order.Select(i => written[i])]);
            Assert.Equal(order, report.Strokes.OrderBy(s => s.Written[0]).Select(s => s.Number - 1));
            Assert.Equal(order.Length - LongestAscending(order), report.Strokes.Count(s => s.Faults == StrokeFaults.OutOfOrder));
            int[] inTurn = [.. report.Strokes.Where(s => s.Faults == StrokeFaults.None).Select(s => s.Turn)];
            Assert.Equal(inTurn.Order(), inTurn);
            Assert.Empty(report.Extra);
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void A_reversed_stroke_is_reversed_and_no_other()
    {
        Gen.Select(Any, Gen.Int[0, 63]).Sample((character, which) =>
        {
            var written = ReferenceStrokes.Written(character);
            which %= written.Length;
            written[which] = ReferenceStrokes.Reversed(written[which]);
            Only(Compare(character, written), StrokeFaults.Reversed, which);
        }, iter: Cases, threads: 1);
    }

    [Theory]
    [InlineData("永")]
    [InlineData("三")]
    [InlineData("国")]
    [InlineData("语")]
    [InlineData("鼎")]
    [InlineData("街")]
    public void A_stroke_that_was_not_written_is_missing_and_no_other(string character)
    {
        var strokes = ReferenceStrokes.Shipped.Find(character)!;
        var written = ReferenceStrokes.Written(strokes);
        for (var i = 0; i < written.Length; i++)
        {
            Only(Compare(strokes, [.. written[..i], .. written[(i + 1)..]]), StrokeFaults.Missing, i);
        }
    }

    [Fact]
    public void A_stroke_too_many_is_extra_whenever_it_was_written()
    {
        Gen.Select(Any, Gen.Int[0, 64]).Sample((character, at) =>
        {
            var written = ReferenceStrokes.Written(character).ToList();
            at %= written.Count + 1;
            written.Insert(at, ReferenceStrokes.Of([new(1.3f, -0.3f), new(1.4f, 0.2f), new(1.1f, 0.3f)]));
            var report = Compare(character, [.. written]);
            Assert.Equal([at], report.Extra);
            Assert.Equal(StrokeFaults.None, report.Faults);
        }, iter: Cases, threads: 1);
    }

    [Theory]
    [InlineData("口", 1)]
    [InlineData("永", 2)]
    [InlineData("语", 0)]
    [InlineData("木", 0)]
    public void Strokes_written_without_lifting_the_pen_are_joined(string character, int first)
    {
        var strokes = ReferenceStrokes.Shipped.Find(character)!;
        var written = ReferenceStrokes.Written(strokes);
        var joined = new Stroke([.. written[first].Points, .. written[first + 1].Points]);
        var report = Compare(strokes, [.. written[..first], joined, .. written[(first + 2)..]]);
        Only(report, StrokeFaults.Joined, first, first + 1);
        Assert.Equal([first], report.Strokes[first + 1].Written);
    }

    [Theory]
    [InlineData("永", 1)]
    [InlineData("木", 0)]
    [InlineData("国", 1)]
    public void A_stroke_in_which_the_pen_was_lifted_is_split(string character, int which)
    {
        var strokes = ReferenceStrokes.Shipped.Find(character)!;
        var written = ReferenceStrokes.Written(strokes);
        var points = strokes.Strokes[which];
        var middle = (points[(points.Length / 2) - 1] + points[points.Length / 2]) / 2;
        Stroke[] pieces = [ReferenceStrokes.Of([.. points[..(points.Length / 2)], middle]), ReferenceStrokes.Of([middle, .. points[(points.Length / 2)..]])];
        var report = Compare(strokes, [.. written[..which], .. pieces, .. written[(which + 1)..]]);
        Only(report, StrokeFaults.Split, which);
        Assert.Equal([which, which + 1], report.Strokes[which].Written);
    }

    [Fact]
    public void Size_place_and_a_shaking_hand_do_not_change_the_verdict()
    {
        Gen.Select(OfSeveral, Gen.Float[0.5f, 2], Gen.Float[-500, 500], Gen.Int).Sample((character, size, shift, seed) =>
        {
            var random = new Random(seed);
            float Shaken(float v, float from) => ((v - from) * size) + shift + ((random.NextSingle() - 0.5f) * 0.03f * size * ReferenceStrokes.Box.Width);
            Stroke[] written = [.. ReferenceStrokes.Written(character).Select(s => new Stroke(
                [.. s.Points.Select(p => p with { X = Shaken(p.X, ReferenceStrokes.Box.Left), Y = Shaken(p.Y, ReferenceStrokes.Box.Top) })]))];
            Assert.True(StrokeOrderCheck.Compare(character, written, null).IsRight, $"{character.Character} {size} {shift} {seed}");
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void A_small_character_in_a_corner_loses_placement_and_keeps_shape()
    {
        Stroke[] small = [.. Yong.Strokes.Select(s => ReferenceStrokes.Of(s.Select(p => p * 0.4f)))];
        var report = Compare(Yong, small);
        Assert.True(report.IsRight);
        Assert.InRange(report.Shape, 95, 100);
        Assert.InRange(report.Placement, 0, 40);
        Assert.InRange(StrokeOrderCheck.Compare(Yong, small, null).Placement, 95, 100);
    }

    [Fact]
    public void Nothing_written_is_everything_missing()
    {
        var report = StrokeOrderCheck.Compare(Yong, [], ReferenceStrokes.Box);
        Only(report, StrokeFaults.Missing, 0, 1, 2, 3, 4);
        Assert.Equal((0, 0, false), (report.Shape, report.Placement, report.IsRight));
    }

    [Fact]
    public void Any_ink_gets_an_answer_in_which_every_stroke_is_named_once()
    {
        var coordinate = Gen.OneOf(Gen.Float[90, 160], Gen.Float[-1e6f, 1e6f]);
        var stroke = Gen.Select(coordinate, coordinate).Array[1, 5].Select(p => new Stroke([.. p.Select(q => new InkPoint(q.Item1, q.Item2, float.NaN, float.NaN))]));
        Gen.Select(Any, stroke.Array[0, 70], Gen.Bool).Sample((character, written, inBox) =>
        {
            var report = StrokeOrderCheck.Compare(character, written, inBox ? ReferenceStrokes.Box : null);
            Assert.Equal(Enumerable.Range(0, written.Length), report.Strokes.SelectMany(s => s.Written).Distinct().Concat(report.Extra).Order());
            Assert.InRange(report.Shape, 0, 100);
            Assert.InRange(report.Placement, 0, 100);
        }, iter: 20, threads: 1);
    }

    private static StrokeOrderReport Compare(CharacterStrokes character, Stroke[] written) => StrokeOrderCheck.Compare(character, written, ReferenceStrokes.Box);

    private static void Only(StrokeOrderReport report, StrokeFaults fault, params int[] strokes)
    {
        Assert.Empty(report.Extra);
        Assert.All(report.Strokes, s => Assert.Equal(strokes.Contains(s.Number - 1) ? fault : StrokeFaults.None, s.Faults));
    }

    private static int LongestAscending(int[] order)
    {
        var longest = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            longest[i] = 1 + Enumerable.Range(0, i).Where(j => order[j] < order[i]).Select(j => longest[j]).DefaultIfEmpty().Max();
        }

        return longest.Max();
    }
}
