using CsCheck;
using Device.Core.Screen;
using Device.Screen.Frames;

namespace Device.Screen.Tests;

public sealed class FrameDamageTests
{
    private const int Width = 203;
    private const int Height = 117;

    [Fact]
    public void Equal_frames_need_no_refresh()
    {
        var (last, next) = (new GreyFrame(Width, Height), new GreyFrame(Width, Height));
        Assert.Equal(0, new FrameDamage().Find(last, next, last.Bounds).Length);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 8, 8)]
    [InlineData(17, 30, 16, 24, 8, 8)]
    [InlineData(202, 116, 200, 112, 3, 5)]
    public void One_pixel_costs_one_aligned_cell(int x, int y, int left, int top, int width, int height)
    {
        var (last, next) = (new GreyFrame(Width, Height), new GreyFrame(Width, Height));
        next.Row(y)[x] = 0;
        Assert.Equal([new PixelRect(left, top, width, height)], new FrameDamage().Find(last, next, last.Bounds).ToArray());
    }

    [Fact]
    public void Changes_far_apart_stay_apart_and_near_ones_are_sent_together()
    {
        var (last, next) = (new GreyFrame(1404, 1872), new GreyFrame(1404, 1872));
        next.Fill(new PixelRect(100, 100, 40, 40), 0);
        next.Fill(new PixelRect(160, 100, 40, 40), 0);
        next.Fill(new PixelRect(100, 1700, 300, 40), 0);
        Assert.Equal(
            [new PixelRect(96, 96, 104, 48), new PixelRect(96, 1696, 304, 48)],
            new FrameDamage().Find(last, next, last.Bounds).ToArray().OrderBy(r => r.Y));
    }

    [Fact]
    public void Only_the_region_that_was_asked_for_is_searched()
    {
        var (last, next) = (new GreyFrame(Width, Height), new GreyFrame(Width, Height));
        next.Fill(0);
        Assert.Equal([new PixelRect(8, 16, 24, 32)], new FrameDamage().Find(last, next, new PixelRect(8, 16, 24, 32)).ToArray());
    }

    [Fact]
    public void Whatever_changes_every_change_is_covered_by_few_aligned_rectangles_that_do_not_overlap() =>
        Gen.Select(
            Gen.Select(Gen.Int[0, Width - 1], Gen.Int[0, Height - 1], Gen.Int[1, 40], Gen.Int[1, 40]).Array[0, 60],
            Gen.Int[1, 12],
            Samples.AnyOf(0, 500, 8192)).Sample(
            (edits, most, cost) =>
            {
                var (last, next) = (new GreyFrame(Width, Height), new GreyFrame(Width, Height));
                foreach (var (x, y, w, h) in edits)
                {
                    next.Fill(new PixelRect(x, y, w, h), (byte)(x + y));
                }

                var rects = new FrameDamage(most, cost).Find(last, next, last.Bounds).ToArray();
                Assert.InRange(rects.Length, 0, most);
                var covered = new GreyFrame(Width, Height);
                foreach (var rect in rects)
                {
                    Assert.Equal(FrameDamage.Align(rect, last.Bounds), rect);
                    Assert.All(rects, other => Assert.True(other == rect || other.Intersect(rect).IsEmpty, $"{other} and {rect} overlap"));
                    next.CopyTo(covered, rect);
                }

                Assert.True(covered.Pixels.SequenceEqual(next.Pixels));
            },
            iter: 500);

    [Fact]
    public void A_frame_that_flickers_everywhere_is_still_answered_with_few_rectangles()
    {
        var (last, next) = (new GreyFrame(1404, 1872), new GreyFrame(1404, 1872));
        for (var y = 0; y < next.Height; y += 16)
        {
            for (var x = 0; x < next.Width; x += 16)
            {
                next.Row(y)[x] = 0;
            }
        }

        Assert.InRange(new FrameDamage(8).Find(last, next, last.Bounds).Length, 1, 8);
    }

    [Fact]
    public void Searching_again_allocates_nothing()
    {
        var (last, next) = (new GreyFrame(Width, Height), new GreyFrame(Width, Height));
        next.Fill(new PixelRect(10, 10, 50, 50), 0);
        var damage = new FrameDamage();
        damage.Find(last, next, last.Bounds);

        // The runtime may allocate once on this thread while it optimises; what the search allocates would show in every round.
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                damage.Find(last, next, last.Bounds);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
