using System.Numerics;
using CsCheck;
using Device.Core.Learning;

namespace Device.Core.Tests.Learning;

public sealed class RationalTests
{
    private static readonly Gen<Rational> Any = Gen.Select(Gen.Int[-1000, 1000], Gen.Int[1, 1000], (n, d) => new Rational(n, d));

    [Fact]
    public void Arithmetic_is_that_of_a_field() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
    {
        Assert.Equal((a + b) + c, a + (b + c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(a, a - b + b);
        Assert.True(b.IsZero || a == a / b * b);
        Assert.True(a.Denominator.Sign > 0 && BigInteger.GreatestCommonDivisor(a.Numerator, a.Denominator).IsOne);
    });

    [Fact]
    public void Numbers_beyond_the_bound_are_refused_before_they_are_computed() =>
        Assert.Throws<ExpressionLimitException>(() => new Rational(9, 1).Power(1_000_000_000));

    [Fact]
    public void Decimals_are_exact() => Assert.Equal(new Rational(1, 8), Rational.ParseDecimal("0.125"));
}
