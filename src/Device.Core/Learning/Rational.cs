using System.Globalization;
using System.Numerics;

namespace Device.Core.Learning;

/// <summary>
/// An exact fraction in lowest terms with a positive denominator. Numerator and denominator have at most <see cref="MaxBits"/>
/// bits: an operation beyond that throws, so that no input makes arithmetic grow without bound. Immutable.
/// </summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    /// <summary>Bits of a numerator or denominator.</summary>
    public const int MaxBits = 4_096;

    private readonly BigInteger _denominator;

    /// <summary>Makes a fraction.</summary>
    /// <param name="numerator">Any whole number.</param>
    /// <param name="denominator">Any whole number but 0.</param>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    /// <exception cref="ExpressionLimitException">The fraction needs more than <see cref="MaxBits"/> bits.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("a fraction with the denominator 0");
        }

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        _denominator = denominator / divisor;
        if (Numerator.GetBitLength() > MaxBits || _denominator.GetBitLength() > MaxBits)
        {
            throw new ExpressionLimitException($"a number of more than {MaxBits} bits");
        }
    }

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One => new(1, 1);

    /// <summary>The numerator, with the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, above 0.</summary>
    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Whether it is a whole number.</summary>
    public bool IsInteger => Denominator.IsOne;

    /// <summary>A whole number as a fraction.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>The sum.</summary>
    public static Rational operator +(Rational a, Rational b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>The negative.</summary>
    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    /// <summary>The product.</summary>
    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <summary>Whether the first is smaller.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>Whether the first is larger.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>Whether the first is not larger.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the first is not smaller.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>Reads digits with at most one decimal point.</summary>
    /// <param name="text">For example <c>12.50</c>; no sign, no exponent.</param>
    /// <returns>The exact value.</returns>
    /// <exception cref="FormatException">The text is not such a number.</exception>
    /// <exception cref="ExpressionLimitException">It is too long.</exception>
    public static Rational ParseDecimal(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
        {
            throw new FormatException($"'{text}' is not a decimal number");
        }

        if (digits.Length > MaxBits / 4)
        {
            throw new ExpressionLimitException($"a number of {digits.Length} digits");
        }

        var places = point < 0 ? 0 : text.Length - point - 1;
        return new Rational(BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), BigInteger.Pow(10, places));
    }

    /// <summary>A whole power.</summary>
    /// <param name="exponent">Any whole number; the result is bounded.</param>
    /// <returns>The power.</returns>
    /// <exception cref="DivideByZeroException">0 to a negative power.</exception>
    /// <exception cref="ExpressionLimitException">The result would be too large.</exception>
    public Rational Power(int exponent)
    {
        if (Math.Abs((long)exponent) * Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) > 2L * MaxBits)
        {
            throw new ExpressionLimitException($"a number of more than {MaxBits} bits");
        }

        var size = Math.Abs(exponent);
        var (n, d) = (BigInteger.Pow(Numerator, size), BigInteger.Pow(Denominator, size));
        return exponent < 0 ? new Rational(d, n) : new Rational(n, d);
    }

    /// <summary>The nearest double; infinite beyond its range.</summary>
    /// <returns>The approximation.</returns>
    public double ToDouble()
    {
        // Both may be beyond a double's range while their quotient is not.
        var shift = (int)Math.Max(0, Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) - 1000);
        var (n, d) = ((double)(Numerator >> shift), (double)(Denominator >> shift));
        return n / d;
    }

    /// <inheritdoc/>
    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>As <c>3</c> or <c>-1/2</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsInteger ? Numerator.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
