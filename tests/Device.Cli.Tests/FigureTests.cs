using CsCheck;
using Device.Cli.Ink;

namespace Device.Cli.Tests;

public sealed class FigureTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "永和", 2)]
    [InlineData("永和九年", "永和九年", 0)]
    [InlineData("ABC", "abc", 0)]
    [InlineData("a，b！", "a,b!", 0)]
    [InlineData("∑△′", "ΣΔ'", 0)]
    [InlineData("𠮷", "吉", 1)]
    public void Errors_are_counted_in_characters_without_case_and_width(string read, string label, int errors)
    {
        Assert.Equal(errors, LabelText.Distance(read, label));
        Assert.Equal(errors, LabelText.Distance(label, read));
    }

    [Fact]
    public void The_distance_obeys_the_triangle_inequality() =>
        Gen.Select(Gen.String[Gen.Char['a', 'd'], 0, 8], Gen.String[Gen.Char['a', 'd'], 0, 8], Gen.String[Gen.Char['a', 'd'], 0, 8]).Sample(
            (a, b, c) => LabelText.Distance(a, c) <= LabelText.Distance(a, b) + LabelText.Distance(b, c));

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    public void The_interval_is_wilsons(int right, int samples, double low, double high)
    {
        var found = WilsonInterval.Of(right, samples);
        Assert.Equal(low, found.Low, 3);
        Assert.Equal(high, found.High, 3);
    }
}
