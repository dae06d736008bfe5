using Device.Core.Ink;

namespace Device.Core.Tests;

public sealed class EraserHitsTests
{
    private static Stroke Line(params (float X, float Y)[] points) => new([.. points.Select(p => new InkPoint(p.X, p.Y, 0, 0.5f))]);

    [Fact]
    public void An_eraser_that_crosses_a_stroke_between_two_samples_touches_it()
    {
        Assert.True(EraserHits.Touches(Line((0, 0), (20, 20)), Line((0, 20), (20, 0))));
    }

    [Fact]
    public void An_eraser_that_passes_within_its_radius_touches()
    {
        Assert.True(EraserHits.Touches(Line((0, 1.4f), (20, 1.4f)), Line((0, 0), (20, 0))));
    }

    [Fact]
    public void An_eraser_that_passes_beside_does_not_touch()
    {
        Assert.False(EraserHits.Touches(Line((0, 2), (20, 2)), Line((0, 0), (20, 0))));
    }

    [Fact]
    public void An_eraser_inside_the_box_of_a_bent_stroke_but_far_from_its_line_does_not_touch()
    {
        Assert.False(EraserHits.Touches(Line((10, 10)), Line((0, 0), (0, 20), (20, 20))));
    }

    [Fact]
    public void A_tap_on_a_dot_touches()
    {
        Assert.True(EraserHits.Touches(Line((5, 5)), Line((5.5f, 5))));
    }
}
