using CsCheck;
using Device.Core.Screen;
using Device.Hardware.Panels;

namespace Device.Hardware.Tests.Panels;

public sealed class PanelFrameTests
{
    [Fact]
    public void Levels_are_the_nearest_of_evenly_spaced_ones()
    {
        for (var grey = 0; grey < 256; grey++)
        {
            foreach (var levels in (int[])[2, 4, 16, 256])
            {
                var step = 255 / (levels - 1);
                Assert.Equal(Pixels.Nearest((byte)grey, levels), PixelPacking.Level((byte)grey, levels) * step);
            }
        }
    }

    [Fact]
    public void Ink_is_what_sixteen_levels_show_black_or_white()
    {
        for (var grey = 0; grey < 256; grey++)
        {
            var frame = new PanelFrame(new PanelCapabilities(8, 8, 100, 16, true), 0);
            frame.Write(new(3, 3, 1, 1), [(byte)grey], 1);
            Assert.Equal(Pixels.Nearest((byte)grey, 16) is 0 or 255, frame.IsBilevel(frame.Bounds));
        }
    }

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0110 })]
    [InlineData(2, new byte[] { 0b00_11_00_01, 0b01_10_11_01 })]
    [InlineData(4, new byte[] { 0x0F, 0x15, 0x6A, 0xF4 })]
    public void The_first_pixel_lies_in_the_highest_bits_or_in_the_lowest(int bits, byte[] packed)
    {
        byte[] grey = [0, 255, 17, 85, 102, 170, 255, 68];
        var all = new byte[bits];
        PixelPacking.HighFirst(grey, bits, all);
        Assert.Equal(packed, all);

        var low = new byte[bits];
        PixelPacking.LowFirst(grey, bits, low);
        for (var i = 0; i < grey.Length; i++)
        {
            var (h, l) = (i * bits / 8, i * bits % 8);
            Assert.Equal((all[h] >> (8 - bits - l)) & ((1 << bits) - 1), (low[h] >> l) & ((1 << bits) - 1));
        }
    }

    [Fact]
    public void Long_rows_are_packed_like_single_pixels()
    {
        var grey = Enumerable.Range(0, 256).Select(i => (byte)(i * 37)).ToArray();
        foreach (var bits in (int[])[1, 2, 4])
        {
            var (high, low) = (new byte[grey.Length * bits / 8], new byte[grey.Length * bits / 8]);
            PixelPacking.HighFirst(grey, bits, high);
            PixelPacking.LowFirst(grey, bits, low);
            for (var i = 0; i < grey.Length; i++)
            {
                var (at, shift, mask) = (i * bits / 8, i * bits % 8, (1 << bits) - 1);
                var level = PixelPacking.Level(grey[i], 1 << bits);
                Assert.Equal((level, level), ((high[at] >> (8 - bits - shift)) & mask, (low[at] >> shift) & mask));
            }
        }
    }

    [Fact]
    public void A_widened_region_holds_the_region_and_stays_inside()
    {
        Gen.Select(Gen.Int[0, 49], Gen.Int[0, 39], Gen.Int[1, 50], Gen.Int[1, 40], Gen.Int[1, 32], Gen.Int[1, 32]).Sample((x, y, w, h, columns, rows) =>
        {
            var frame = new PanelFrame(new PanelCapabilities(50, 40, 100, 16, true), 0);
            var region = new PixelRect(x, y, w, h).Intersect(frame.Bounds);
            var wide = frame.Align(region, columns, rows);
            Assert.Equal((region, wide), (region.Intersect(wide), wide.Intersect(frame.Bounds)));
            Assert.Equal((0, 0), (wide.X % columns, wide.Y % rows));
            Assert.True(wide.Width % columns == 0 || wide.Right == 50);
            Assert.True(wide.Height % rows == 0 || wide.Bottom == 40);
        });
    }

    [Fact]
    public void A_turned_region_is_where_its_pixels_are()
    {
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 9], Gen.Int[1, 12], Gen.Int[1, 10], Gen.Int[0, 3]).Sample((x, y, w, h, quarter) =>
        {
            var panel = new PanelCapabilities(12, 10, 100, 16, true);
            var frame = new PanelFrame(panel, quarter * 90);
            var region = new PixelRect(x, y, w, h).Intersect(panel.Bounds);
            var place = frame.Write(region, new byte[region.Width * region.Height], region.Width);
            Assert.Equal(frame.Turn(region), place);
            for (var row = 0; row < frame.Height; row++)
            {
                for (var column = 0; column < frame.Width; column++)
                {
                    var isInside = column >= place.X && column < place.Right && row >= place.Y && row < place.Bottom;
                    Assert.Equal(isInside ? 0 : 255, frame.Row(column, row)[0]);
                }
            }
        });
    }
}
