using System.Collections.Immutable;
using CsCheck;
using Device.Core.Gestures;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Core.Tests.Gestures;

public sealed class InkGesturesTests
{
    private const float Left = 20, Top = 40;

    private static readonly DeviceId Machine = DeviceId.Parse("test/machine");

    private static readonly Gen<(int Count, float Size, int Seed)> AnyLine = Gen.Select(Gen.Int[5, 9], Gen.Float[4, 12], Gen.Int);

    [Theory]
    [InlineData(InkGestureKind.ScratchOut, InkGestureAction.Erase, 0.95)]
    [InlineData(InkGestureKind.Circle, InkGestureAction.Mark, 0.97)]
    [InlineData(InkGestureKind.Underline, InkGestureAction.Mark, 0.99)]
    [InlineData(InkGestureKind.Insert, InkGestureAction.MakeRoom, 0.99)]
    [InlineData(InkGestureKind.Join, InkGestureAction.CloseGap, 0.95)]
    [InlineData(InkGestureKind.Split, InkGestureAction.Part, 0.99)]
    public void A_drawn_gesture_of_any_size_is_recognised_and_never_taken_for_another(InkGestureKind kind, InkGestureAction action, double least)
    {
        var (found, drawn) = (0, 0);
        AnyLine.Sample((count, size, seed) =>
        {
            var random = new Random(seed);
            var (first, last) = Meant(kind, count, random);
            var page = Line(count, size);
            var gesture = InkGestures.Recognize(new DrawnGesture(random).Draw(kind, Box(kind, first, last, size)), page);
            drawn++;
            if (gesture is null)
            {
                return;
            }

            found++;
            Assert.Equal((kind, action), (gesture.Kind, gesture.Action));
            Assert.All(gesture.Hits, hit => Assert.InRange((int)((hit.Stroke.Bounds.CentreX - Left) / (1.25f * size)), first, last));
        }, iter: 300, threads: 1);
        Assert.InRange(found / (double)drawn, least, 1);
    }

    [Fact]
    public void A_scratch_out_over_two_characters_hits_all_their_strokes_and_no_other()
    {
        var page = Line(6, 8);
        var gesture = InkGestures.Recognize(new DrawnGesture(new Random(1)).Draw(InkGestureKind.ScratchOut, Box(InkGestureKind.ScratchOut, 2, 3, 8)), page);
        Assert.Equal(InkGestureKind.ScratchOut, gesture?.Kind);
        Assert.Equal(page[6..12], gesture!.Hits);
    }

    [Theory]
    [InlineData(InkGestureKind.ScratchOut)]
    [InlineData(InkGestureKind.Circle)]
    [InlineData(InkGestureKind.Underline)]
    [InlineData(InkGestureKind.Insert)]
    [InlineData(InkGestureKind.Join)]
    [InlineData(InkGestureKind.Split)]
    public void The_same_stroke_where_there_is_no_ink_is_writing(InkGestureKind kind)
    {
        var drawn = new DrawnGesture(new Random(3)).Draw(kind, new InkBounds(100, 200, 120, 208));
        Assert.Null(InkGestures.Recognize(drawn, Line(6, 8)));
        Assert.Null(InkGestures.Recognize(drawn, []));
    }

    [Fact]
    public void Writing_is_not_even_tried_as_a_scratch_out()
    {
        Assert.All(Line(6, 8), s => Assert.False(InkGestures.MayScratchOut(s.Stroke)));
        Assert.True(InkGestures.MayScratchOut(new DrawnGesture(new Random(1)).Draw(InkGestureKind.ScratchOut, new InkBounds(0, 0, 20, 8))));
    }

    [Fact]
    public void What_the_eraser_draws_is_no_gesture()
    {
        var drawn = new DrawnGesture(new Random(1)).Draw(InkGestureKind.ScratchOut, Box(InkGestureKind.ScratchOut, 2, 3, 8));
        Assert.Null(InkGestures.Recognize(new Stroke(drawn.Points, PenTool.Eraser), Line(6, 8)));
    }

    [Fact]
    public void Any_ink_on_any_page_gets_an_answer()
    {
        var coordinate = Gen.OneOf(Gen.Float[0, 200], Gen.Float[-1e6f, 1e6f], Gen.OneOf(0f, 5f));
        var stroke = Gen.Select(coordinate, coordinate).Array[1, 8].Select(p => new Stroke([.. p.Select(q => new InkPoint(q.Item1, q.Item2, 0, 0.5f))]));
        Gen.Select(stroke, stroke.Array[0, 6]).Sample((drawn, others) =>
        {
            var page = Placed(others);
            var gesture = InkGestures.Recognize(drawn, page);
            Assert.True(gesture is null || (gesture.Hits.Length > 0 && gesture.Hits.All(page.Contains)));
        });
    }

    private static (int First, int Last) Meant(InkGestureKind kind, int count, Random random)
    {
        var first = random.Next(0, count - 3);
        return kind switch
        {
            InkGestureKind.ScratchOut or InkGestureKind.Circle => (first, first + random.Next(2)),
            InkGestureKind.Underline => (first, first + random.Next(2, 4)),
            _ => (first, first + 1),
        };
    }

    private static InkBounds Box(InkGestureKind kind, int first, int last, float size) => kind is InkGestureKind.ScratchOut or InkGestureKind.Circle or InkGestureKind.Underline
        ? new InkBounds(X(first, size), Top, X(last, size) + size, Top + size)
        : new InkBounds(X(first, size) + size, Top, X(last, size), Top + size);

    private static float X(int character, float size) => Left + (character * 1.25f * size);

    /// <summary>Characters of three strokes beside each other, with a quarter of their size between them.</summary>
    private static ImmutableArray<PlacedStroke> Line(int count, float size) => Placed(Enumerable.Range(0, count).Select(c => X(c, size)).SelectMany(x => new[]
    {
        Path((x, Top + (0.5f * size)), (x + size, Top + (0.45f * size))),
        Path((x + (0.5f * size), Top), (x + (0.5f * size), Top + size)),
        Path((x + (0.5f * size), Top + (0.5f * size)), (x + (0.9f * size), Top + (0.95f * size))),
    }));

    private static ImmutableArray<PlacedStroke> Placed(IEnumerable<Stroke> strokes) => [.. strokes.Select((s, i) => new PlacedStroke(new FactId(Machine, 1, (ulong)(i + 1)), s))];

    private static Stroke Path(params (float X, float Y)[] points) => new([.. points.Select(p => new InkPoint(p.X, p.Y, 0, 0.5f))]);
}
