using CsCheck;
using Device.Core.Screen;
using Device.Screen.Frames;

namespace Device.Screen.Tests;

public sealed class DitherTests
{
    private const int Seed = 1;

    [Fact]
    public void The_matrix_of_blue_noise_is_the_one_that_the_seed_makes()
    {
        var made = VoidAndCluster.Make(DitherMatrix.Side, Seed);
        if (Environment.GetEnvironmentVariable("DEVICE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllBytes(Path.Combine(Source(), "..", "..", "src", "Device.Screen", "Frames", "blue-noise-64.bin"), made);
        }

        Assert.Equal(made, DitherMatrix.Make(DitherPattern.BlueNoise));
    }

    [Theory]
    [InlineData(DitherPattern.Ordered)]
    [InlineData(DitherPattern.BlueNoise)]
    public void Every_threshold_is_in_a_matrix_equally_often(DitherPattern pattern)
    {
        var counts = DitherMatrix.Make(pattern).CountBy(t => t).ToList();
        Assert.All(counts, c => Assert.Equal(4096 / counts.Count, c.Value));
        Assert.Equal(pattern == DitherPattern.Ordered ? 64 : 256, counts.Count);
    }

    [Theory]
    [InlineData(2, DitherPattern.Ordered)]
    [InlineData(2, DitherPattern.BlueNoise)]
    [InlineData(4, DitherPattern.Ordered)]
    [InlineData(4, DitherPattern.BlueNoise)]
    [InlineData(16, DitherPattern.Ordered)]
    [InlineData(16, DitherPattern.BlueNoise)]
    public void A_surface_keeps_its_light_and_uses_only_the_two_levels_around_its_grey(int levels, DitherPattern pattern)
    {
        var (dither, frame, step) = (new GreyDither(levels, pattern), new GreyFrame(128, 64), 255 / (levels - 1));
        for (var grey = 0; grey < 256; grey++)
        {
            frame.Fill((byte)grey);
            dither.Apply(frame, frame.Bounds);
            var light = 0.0;
            foreach (var pixel in frame.Pixels)
            {
                Assert.True(pixel % step == 0 && Math.Abs(pixel - grey) < step, $"{grey} became {pixel}");
                light += GreyDither.Light(pixel);
            }

            var lower = grey / step * step;
            var gap = GreyDither.Light(Math.Min(255, lower + step)) - GreyDither.Light(lower);
            var wanted = GreyDither.Light(grey);
            Assert.InRange(light / frame.Pixels.Length, wanted - (gap / 20), wanted + (gap / 20));
        }
    }

    [Fact]
    public void Greys_that_the_panel_has_stay_and_a_panel_with_256_levels_changes_nothing()
    {
        foreach (var levels in new[] { 2, 4, 16, 256 })
        {
            var (dither, frame) = (new GreyDither(levels, DitherPattern.BlueNoise), new GreyFrame(256, 128));
            for (var x = 0; x < 256; x++)
            {
                frame.Fill(new PixelRect(x, 0, 1, 128), (byte)(x * levels / 256 * (255 / (levels - 1))));
            }

            var before = frame.Pixels.ToArray();
            dither.Apply(frame, frame.Bounds);
            Assert.True(frame.Pixels.SequenceEqual(before));
        }
    }

    [Fact]
    public void A_part_that_is_drawn_anew_is_the_same_as_in_the_whole()
    {
        Gen.Select(
            Gen.Select(Gen.Int[0, 200], Gen.Int[0, 150], Gen.Int[1, 140], Gen.Int[1, 90]),
            Samples.AnyOf(2, 4, 16),
            Samples.AnyOf(DitherPattern.Ordered, DitherPattern.BlueNoise)).Sample(
            (place, levels, pattern) =>
            {
                var (x, y, w, h) = place;
                var (dither, whole, part) = (new GreyDither(levels, pattern), Picture(), Picture());
                var region = new PixelRect(x, y, w, h);
                dither.Apply(whole, whole.Bounds);
                dither.Apply(part, region);
                var expected = Picture();
                whole.CopyTo(expected, region);
                Assert.True(expected.Pixels.SequenceEqual(part.Pixels));
            },
            iter: 60);
    }

    [Theory]
    [InlineData(2, DitherPattern.Ordered, "dither-ordered-2.png")]
    [InlineData(4, DitherPattern.BlueNoise, "dither-blue-4.png")]
    [InlineData(16, DitherPattern.BlueNoise, "dither-blue-16.png")]
    public void Pictures_are_dithered_as_they_were(int levels, DitherPattern pattern, string golden)
    {
        var frame = Picture();
        new GreyDither(levels, pattern).Apply(frame, frame.Bounds);
        Golden.Matches(frame, golden);
    }

    /// <summary>A ball on a slope, every grey in it.</summary>
    private static GreyFrame Picture()
    {
        var frame = new GreyFrame(230, 170);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var (dx, dy) = (x - 90, y - 85);
                var square = (dx * dx) + (dy * dy);
                frame.Row(y)[x] = (byte)(square < 70 * 70 ? 255 - (square / 20) : x * 255 / 229);
            }
        }

        return frame;
    }

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
