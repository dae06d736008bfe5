using CsCheck;
using Device.Core.Ink;

namespace Device.Core.Tests.Ink;

public sealed class InkPointTests
{
    private static readonly Gen<InkPoint> OnPaper = Gen.Select(
        Gen.Float[-2000, 2000], Gen.Float[-2000, 2000], Gen.Float[0, 100_000], Gen.Float.Unit, (x, y, t, p) => new InkPoint(x, y, t, p));

    [Fact]
    public void A_stored_point_is_at_most_half_a_step_away() => OnPaper.Sample(
        point =>
        {
            var stored = point.Quantise();
            Assert.InRange(Math.Abs(stored.X - point.X), 0, 0.5f / InkPoint.StepsPerMillimetre);
            Assert.InRange(Math.Abs(stored.Y - point.Y), 0, 0.5f / InkPoint.StepsPerMillimetre);
            Assert.InRange(Math.Abs(stored.Time - point.Time), 0, 0.5f / InkPoint.StepsPerMillisecond);
            Assert.InRange(Math.Abs(stored.Pressure - point.Pressure), 0, 0.5f / InkPoint.PressureSteps);
        },
        iter: 5000);

    [Fact]
    public void A_stored_point_is_whole_steps_and_stays_as_it_is() => Gen.OneOf(OnPaper, AnyInk.Point).Sample(
        point =>
        {
            var stored = point.Quantise();
            Assert.Equal(stored, stored.Quantise());
            Assert.True(float.IsInteger(stored.X * InkPoint.StepsPerMillimetre));
            Assert.True(float.IsInteger(stored.Time * InkPoint.StepsPerMillisecond));
            Assert.True(float.IsInteger(stored.Pressure * InkPoint.PressureSteps));
        },
        iter: 5000);

    [Fact]
    public void What_was_not_recorded_gets_a_neutral_value() =>
        Assert.Equal(new InkPoint(1, 2, 0, 0.5f), new InkPoint(1, 2, float.NaN, float.NaN).Quantise());

    [Theory]
    [InlineData(1.5f, 1)]
    [InlineData(-0.5f, 0)]
    public void Pressure_outside_its_range_is_brought_back(float pressure, float stored) =>
        Assert.Equal(stored, new InkPoint(1, 2, 3, pressure).Quantise().Pressure);
}
