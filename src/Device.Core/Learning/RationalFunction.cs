namespace Device.Core.Learning;

/// <summary>A quotient of polynomials: what every expression of school algebra comes to. Compared by cross-multiplication, which is a proof.</summary>
internal readonly record struct RationalFunction(Polynomial Above, Polynomial Below)
{
    public static RationalFunction Of(Rational number) => new(Polynomial.Of(number), Polynomial.Of(1));

    public static RationalFunction Atom(string name) => new(Polynomial.Atom(name), Polynomial.Of(1));

    public Rational? Constant => Above.IsZero ? Rational.Zero : Above.Constant is { } a && Below.Constant is { } b ? a / b : Above.RatioTo(Below);

    public static RationalFunction operator +(RationalFunction a, RationalFunction b) => a.Below.IsSame(b.Below)
        ? new(a.Above + b.Above, a.Below)
        : new((a.Above * b.Below) + (b.Above * a.Below), a.Below * b.Below);

    public static RationalFunction operator -(RationalFunction a) => new(-a.Above, a.Below);

    public static RationalFunction operator -(RationalFunction a, RationalFunction b) => a + -b;

    public static RationalFunction operator *(RationalFunction a, RationalFunction b) => new(a.Above * b.Above, a.Below * b.Below);

    public static RationalFunction operator /(RationalFunction a, RationalFunction b) =>
        b.Above.IsZero ? throw new DivideByZeroException("a division by 0") : new(a.Above * b.Below, a.Below * b.Above);

    public RationalFunction Power(int exponent) => exponent < 0 ? Of(1) / Power(-exponent) : new(Above.Power(exponent), Below.Power(exponent));

    public bool IsSame(RationalFunction other) => (Above * other.Below).IsSame(other.Above * Below);

    /// <summary>One text for one function where the denominator is a number; else one for each way to write it.</summary>
    public string Name => Constant is { } number ? number.ToString() : Below.Constant is { } below ? Above.Times(Rational.One / below).ToString() : $"({Above})/({Below})";
}
