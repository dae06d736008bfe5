using CsCheck;
using Device.Core.Screen;
using Device.Screen.Drawing;
using Device.Screen.Frames;

namespace Device.Screen.Tests;

public sealed class InkRasterTests
{
    private const int Side = 64;

    private static readonly PixelRect All = new(0, 0, Side, Side);

    private static readonly Gen<Nib> AnyNib = Gen.Select(Gen.Float[-20, 84], Gen.Float[-20, 84], Gen.Float[0.5f, 9]).Select((x, y, r) => new Nib(x, y, r));

    [Fact]
    public void A_piece_covers_what_the_nib_covers_at_every_place_on_its_way() =>
        Gen.Select(AnyNib, AnyNib).Sample(
            (from, to) =>
            {
                var frame = new GreyFrame(Side, Side);
                var touched = InkRaster.Draw(frame, All, from, to, smooth: true);
                for (var y = 0; y < Side; y++)
                {
                    for (var x = 0; x < Side; x++)
                    {
                        // Half a pixel inside is black, half a pixel outside is white.
                        var grey = Math.Clamp(Outside(x + 0.5, y + 0.5, from, to) + 0.5, 0, 1) * 255;
                        Assert.InRange(frame.Row(y)[x], grey - 5, grey + 5);
                        Assert.True(frame.Row(y)[x] == 255 || !touched.Intersect(new PixelRect(x, y, 1, 1)).IsEmpty);
                    }
                }
            },
            iter: 60);

    [Fact]
    public void Live_ink_is_black_exactly_where_settled_ink_covers_half_a_pixel() =>
        Gen.Select(AnyNib, AnyNib).Sample(
            (from, to) =>
            {
                var (smooth, hard) = (new GreyFrame(Side, Side), new GreyFrame(Side, Side));
                InkRaster.Draw(smooth, All, from, to, smooth: true);
                InkRaster.Draw(hard, All, from, to, smooth: false);
                for (var i = 0; i < hard.Pixels.Length; i++)
                {
                    Assert.True(hard.Pixels[i] is 0 or 255);
                    Assert.True(hard.Pixels[i] == 0 ? smooth.Pixels[i] <= 129 : smooth.Pixels[i] >= 126, $"{smooth.Pixels[i]} under {hard.Pixels[i]}");
                }
            },
            iter: 300);

    [Fact]
    public void Nothing_outside_the_clip_changes_and_what_is_darker_stays()
    {
        var frame = new GreyFrame(Side, Side);
        frame.Fill(new PixelRect(0, 0, Side, 32), 40);
        InkRaster.Draw(frame, new PixelRect(16, 16, 32, 32), new Nib(0, 0, 6), new Nib(64, 64, 6), smooth: true);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var inside = x is >= 16 and < 48 && y is >= 16 and < 48;
                Assert.True(frame.Row(y)[x] <= (y < 32 ? 40 : 255));
                Assert.True(inside || frame.Row(y)[x] == (y < 32 ? 40 : 255));
            }
        }
    }

    [Theory]
    [InlineData(9e6f, 9e6f)]
    [InlineData(-9e6f, 3)]
    [InlineData(float.NaN, 3)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    public void Ink_far_outside_the_panel_does_no_harm(float x, float y)
    {
        var frame = new GreyFrame(Side, Side);
        InkRaster.Draw(frame, All, new Nib(x, y, 3), new Nib(x + 1, y, 3), smooth: true);
        Assert.Equal(-1, frame.Pixels.IndexOfAnyExcept((byte)255));
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        var frame = new GreyFrame(Side, Side);
        InkRaster.Draw(frame, All, new Nib(1, 1, 3), new Nib(60, 50, 4), smooth: true);
        InkRaster.Draw(frame, All, new Nib(1, 1, 3), new Nib(60, 50, 4), smooth: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            InkRaster.Draw(frame, All, new Nib(1, i, 3), new Nib(60, 50, 4), i % 2 == 0);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>How far a point is outside of all the places of the nib: looked up place by place, then more closely around the best.</summary>
    private static double Outside(double x, double y, Nib from, Nib to)
    {
        double At(double t)
        {
            var (ex, ey) = (x - from.X - (t * (to.X - from.X)), y - from.Y - (t * (to.Y - from.Y)));
            return Math.Sqrt((ex * ex) + (ey * ey)) - from.Radius - (t * (to.Radius - from.Radius));
        }

        var best = Enumerable.Range(0, 65).Select(i => i / 64.0).MinBy(At);
        return Enumerable.Range(-32, 65).Select(i => At(Math.Clamp(best + (i / 2048.0), 0, 1))).Min();
    }
}
