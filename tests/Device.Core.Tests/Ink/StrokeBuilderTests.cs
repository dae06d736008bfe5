using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

public sealed class StrokeBuilderTests
{
    private readonly StrokeBuilder _builder = new();

    [Fact]
    public void A_stroke_goes_from_touching_to_lifting()
    {
        Assert.Null(_builder.Add(At(0, 1, 1, phase: PenPhase.Hover)));
        Assert.False(_builder.IsOpen);
        Assert.Null(_builder.Add(At(1000, 1, 1)));
        Assert.Null(_builder.Add(At(5000, 2, 1)));
        Assert.True(_builder.IsOpen);
        var stroke = _builder.Add(At(9000, 2, 1, phase: PenPhase.Hover));
        Assert.Equal([new InkPoint(1, 1, 0, 0.5f), new InkPoint(2, 1, 4, 0.5f)], stroke?.Points);
        Assert.Equal((PenTool.Tip, Stroke.DefaultWidth), (stroke?.Tool, stroke?.Width));
        Assert.False(_builder.IsOpen);
        Assert.Null(_builder.Flush());
    }

    [Fact]
    public void A_pen_that_leaves_the_glass_without_lifting_ends_its_stroke()
    {
        _builder.Add(At(0, 1, 1));
        Assert.Single(_builder.Add(At(4000, 1, 1, phase: PenPhase.Away))!.Points);
    }

    [Fact]
    public void Turning_the_pen_while_it_touches_ends_one_stroke_and_begins_another()
    {
        _builder.Add(At(0, 1, 1));
        _builder.Add(At(4000, 2, 1));
        var written = _builder.Add(At(8000, 2, 1, tool: PenTool.Eraser));
        Assert.Equal((PenTool.Tip, 2), (written?.Tool, written?.Points.Length));
        var rubbed = _builder.Flush();
        Assert.Equal(PenTool.Eraser, rubbed?.Tool);
        Assert.Equal([new InkPoint(2, 1, 0, 0.5f)], rubbed?.Points);
    }

    [Fact]
    public void A_pen_that_rests_adds_no_points()
    {
        _builder.Add(At(0, 1, 1));
        for (var i = 1; i <= 100; i++)
        {
            // trembles by less than half a step of storage
            _builder.Add(At(i * 4000, 1 + (0.003f * (i % 2)), 1));
        }

        _builder.Add(At(500_000, 3, 1));
        Assert.Equal([(1f, 0f), (3f, 500f)], _builder.Flush()!.Points.Select(p => (p.X, p.Time)));
    }

    [Fact]
    public void A_dot_is_a_stroke_of_one_point()
    {
        _builder.Add(At(0, 1, 1));
        Assert.Single(_builder.Flush()!.Points);
    }

    [Fact]
    public void A_stroke_that_reaches_the_limit_goes_on_in_a_next_one_from_the_same_place()
    {
        var strokes = new List<Stroke>();
        var total = (InkLimits.PointsPerStroke * 2) + 10;
        for (var i = 0; i < total; i++)
        {
            if (_builder.Add(At(i * 4000L, i % 1000, i / 1000)) is { } stroke)
            {
                strokes.Add(stroke);
            }
        }

        strokes.Add(_builder.Flush()!);
        Assert.Equal([InkLimits.PointsPerStroke, InkLimits.PointsPerStroke, 12], strokes.Select(s => s.Points.Length));
        foreach (var (before, after) in strokes.Zip(strokes.Skip(1)))
        {
            // The joint is the same place; the next point comes one report later.
            Assert.Equal((before.Points[^1].X, before.Points[^1].Y), (after.Points[0].X, after.Points[0].Y));
            Assert.Equal([0, 4], after.Points.Take(2).Select(p => p.Time));
        }
    }

    [Fact]
    public void A_pen_that_rests_at_the_limit_does_not_split_its_stroke()
    {
        for (var i = 0; i < InkLimits.PointsPerStroke; i++)
        {
            _builder.Add(At(i * 4000L, i % 1000, i / 1000));
        }

        const int Last = InkLimits.PointsPerStroke - 1;
        Assert.Null(_builder.Add(At((Last + 1) * 4000L, Last % 1000, Last / 1000)));
        Assert.Equal(InkLimits.PointsPerStroke, _builder.Flush()!.Points.Length);
        Assert.Null(_builder.Flush());
    }

    [Fact]
    public void A_clock_that_jumps_back_costs_no_ink()
    {
        _builder.Add(At(1_000_000, 1, 1));
        _builder.Add(At(500_000, 2, 1));
        Assert.Equal([0, 0], _builder.Flush()!.Points.Select(p => p.Time));
    }

    [Fact]
    public void Points_and_width_are_what_storage_keeps()
    {
        var builder = new StrokeBuilder(0.35f);
        builder.Add(At(123, 1.2345f, 6.789f) with { Pressure = 0.333f });
        builder.Add(At(4567, 2.3456f, 7.891f) with { Pressure = 1.2f });
        var stroke = builder.Flush()!;
        Assert.Equal(stroke.Points, stroke.Points.Select(p => p.Quantise()));
        Assert.Equal(Stroke.QuantiseWidth(stroke.Width), stroke.Width);
        Assert.Equal(0.35f, stroke.Width, 1 / InkPoint.StepsPerMillimetre);
    }

    [Fact]
    public void A_report_costs_no_memory_once_the_stroke_has_room()
    {
        for (var i = 0; i < 200; i++)
        {
            _builder.Add(At(i * 4000, i, 1));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 200; i < 250; i++)
        {
            _builder.Add(At(i * 4000, i, 1));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    [InlineData(float.NaN)]
    public void A_width_that_is_none_is_refused_at_once(float width) => Assert.Throws<ArgumentException>(() => new StrokeBuilder(width));

    [Fact]
    public void A_stroke_needs_points_and_no_more_than_the_limit()
    {
        Assert.Throws<ArgumentException>(() => new Stroke([]));
        Assert.Throws<ArgumentException>(() => new Stroke(default));
        Assert.Throws<ArgumentException>(() => new Stroke([.. new InkPoint[InkLimits.PointsPerStroke + 1]]));
    }

    [Fact]
    public void The_box_of_strokes_holds_every_point()
    {
        var box = InkBounds.Of([new Stroke([new(1, 5, 0, 0), new(3, 2, 0, 0)]), new Stroke([new(-1, 4, 0, 0)])]);
        Assert.Equal(new InkBounds(-1, 2, 3, 5), box);
        Assert.Equal((4, 3, 1, 3.5f), (box.Width, box.Height, box.CentreX, box.CentreY));
    }

    private static PenSample At(long microseconds, float x, float y, PenTool tool = PenTool.Tip, PenPhase phase = PenPhase.Contact) =>
        new(microseconds, x, y, 0.5f, 0, 0, tool, phase);
}
