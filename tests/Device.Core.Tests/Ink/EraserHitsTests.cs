using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

public sealed class EraserHitsTests
{
    private static readonly Gen<Stroke> Way = Gen.Select(Gen.Float[-20, 20], Gen.Float[-20, 20], (x, y) => new InkPoint(x, y, 0, 0.5f)).Array[1, 6].Select(p => new Stroke([.. p]));

    [Fact]
    public void A_way_that_crosses_a_line_between_its_points_touches_it() =>
        Assert.True(EraserHits.Touches(Of((0, -50), (0, 50)), Of((-50, 0), (50, 0))));

    [Theory]
    [InlineData(1.74f, true)]
    [InlineData(1.76f, false)]
    public void The_reach_is_the_erasers_radius_and_half_the_lines_width(float distance, bool touches)
    {
        Assert.Equal(touches, EraserHits.Touches(Of((0, distance), (10, distance)), Of((0, 0), (10, 0))));
        Assert.Equal(touches, EraserHits.Touches(Of((5, distance)), Of((0, 0), (10, 0))));
        Assert.Equal(touches, EraserHits.Touches(Of((0, distance)), Of((0, 0))));
    }

    [Fact]
    public void A_wide_line_is_touched_from_further_away() => Assert.True(EraserHits.Touches(Of((0, 5)), new Stroke([new(0, 0, 0, 0)], width: 8)));

    [Fact]
    public void Parallel_ways_whose_boxes_meet_do_not_touch() => Assert.False(EraserHits.Touches(Of((0, 0), (20, 20)), Of((5, 0), (25, 20))));

    [Fact]
    public void It_does_not_matter_which_way_either_was_drawn() => Gen.Select(Way, Way).Sample(
        (a, b) =>
        {
            var touches = EraserHits.Touches(a, b);
            Assert.Equal(touches, EraserHits.Touches(b, a));
            Assert.Equal(touches, EraserHits.Touches(new Stroke([.. a.Points.Reverse()]), new Stroke([.. b.Points.Reverse()])));
        },
        iter: 2000);

    [Fact]
    public void A_stroke_touches_every_stroke_that_shares_a_point_with_it() => Gen.Select(Way, Way).Sample(
        (a, b) => Assert.True(EraserHits.Touches(a, new Stroke([.. b.Points, a.Points[^1]]))));

    private static Stroke Of(params ReadOnlySpan<(float X, float Y)> points)
    {
        var way = new List<InkPoint>();
        foreach (var (x, y) in points)
        {
            way.Add(new InkPoint(x, y, 0, 0.5f));
        }

        return new Stroke([.. way]);
    }
}
