using CsCheck;
using Device.Core.Screen;

namespace Device.Core.Tests.Screen;

public sealed class PixelRectTests
{
    private static readonly Gen<PixelRect> Rect = Gen.Select(Gen.Int[-10, 10], Gen.Int[-10, 10], Gen.Int[0, 8], Gen.Int[0, 8], (x, y, w, h) => new PixelRect(x, y, w, h));

    [Fact]
    public void The_common_part_holds_the_pixels_that_lie_in_both_and_the_union_at_least_those_of_either() => Gen.Select(Rect, Rect).Sample(
        (a, b) =>
        {
            var (common, union) = (a.Intersect(b), a.Union(b));
            for (var y = -12; y < 20; y++)
            {
                for (var x = -12; x < 20; x++)
                {
                    Assert.Equal(Holds(a, x, y) && Holds(b, x, y), Holds(common, x, y));
                    Assert.True(Holds(union, x, y) || !(Holds(a, x, y) || Holds(b, x, y)));
                }
            }
        },
        iter: 500);

    [Fact]
    public void An_empty_region_adds_nothing_to_a_union() => Rect.Where(r => !r.IsEmpty).Sample(rect =>
    {
        Assert.Equal(rect, rect.Union(default));
        Assert.Equal(rect, default(PixelRect).Union(rect));
    });

    [Fact]
    public void A_grown_region_has_a_margin_on_every_side() => Assert.Equal(new PixelRect(7, 17, 36, 46), new PixelRect(10, 20, 30, 40).Inflate(3));

    [Fact]
    public void A_panels_size_on_paper_follows_from_its_resolution()
    {
        var panel = new PanelCapabilities(1872, 1404, 300, 16, true);
        Assert.Equal(new PixelRect(0, 0, 1872, 1404), panel.Bounds);
        Assert.Equal(11.811f, panel.PixelsPerMillimetre, 0.001f);
    }

    private static bool Holds(PixelRect rect, int x, int y) => x >= rect.X && x < rect.Right && y >= rect.Y && y < rect.Bottom;
}
