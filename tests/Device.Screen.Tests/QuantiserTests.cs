using Device.Screen.Frames;

namespace Device.Screen.Tests;

public sealed class QuantiserTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void Every_grey_becomes_the_nearest_level(int levels)
    {
        // More than one pass over all greys, at a length that leaves a rest behind the vectors.
        var pixels = Enumerable.Range(0, (3 * 256) + 5).Select(i => (byte)i).ToArray();
        GreyQuantiser.Quantise(pixels, levels);
        var steps = Enumerable.Range(0, levels).Select(i => i * 255 / (levels - 1)).ToArray();
        for (var i = 0; i < pixels.Length; i++)
        {
            var nearest = steps.MinBy(s => Math.Abs(s - (byte)i));
            Assert.Equal(nearest, pixels[i]);
        }
    }

    [Fact]
    public void A_panel_with_256_levels_gets_every_grey()
    {
        var pixels = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        GreyQuantiser.Quantise(pixels, 256);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), pixels);
    }

    [Fact]
    public void Other_numbers_of_levels_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => GreyQuantiser.Quantise(new byte[4], 7));
}
