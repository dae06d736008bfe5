using System.Numerics;

namespace Device.Core.Learning;

/// <summary>
/// From a tree to its <see cref="RationalFunction"/>. What is no polynomial becomes an atom named by its argument's canonical form, so
/// that <c>sin(x+x)</c> and <c>sin(2x)</c> are one. Roots of whole numbers are split into primes: √8 is 2√2. Sines and cosines of the
/// angles of 30° and 45° and their multiples are exact.
/// </summary>
internal static class CanonicalForm
{
    private const int LargestRadicand = 1_000_000;

    /// <exception cref="ExpressionLimitException">The form would be too large.</exception>
    /// <exception cref="DivideByZeroException">It divides by 0.</exception>
    /// <exception cref="NotSupportedException">It is a relation or a list, or has two values.</exception>
    public static RationalFunction Of(Expression node) => node.Kind switch
    {
        ExpressionKind.Number => RationalFunction.Of(Rational.ParseDecimal(node.Text)),
        ExpressionKind.Symbol => RationalFunction.Atom(node.Text),
        ExpressionKind.Sum => node.Parts.Select(Of).Aggregate((a, b) => a + b),
        ExpressionKind.Mixed => Of(node.Parts[0]) + Of(node.Parts[1]),
        ExpressionKind.Negation => -Of(node.Parts[0]),
        ExpressionKind.Product => node.Parts.Select(Of).Aggregate((a, b) => a * b),
        ExpressionKind.Quotient => Of(node.Parts[0]) / Of(node.Parts[1]),
        ExpressionKind.Percent => Of(node.Parts[0]) * RationalFunction.Of(new Rational(1, 100)),
        ExpressionKind.Degree => Of(node.Parts[0]) * RationalFunction.Atom("π") * RationalFunction.Of(new Rational(1, 180)),
        ExpressionKind.Power => Power(node),
        ExpressionKind.Root => Root(Of(node.Parts[0]), node.Parts.Length > 1 ? Of(node.Parts[1]) : RationalFunction.Of(2)),
        ExpressionKind.Function => Function(node),
        ExpressionKind.Absolute => Absolute(Of(node.Parts[0])),
        _ => throw new NotSupportedException($"{node.Kind} has no single value"),
    };

    private static RationalFunction Power(Expression node)
    {
        var (of, exponent) = (Of(node.Parts[0]), Of(node.Parts[1]));
        if (exponent.Constant is not { } number)
        {
            return RationalFunction.Atom($"pow[{of.Name};{exponent.Name}]");
        }

        if (number.IsInteger && BigInteger.Abs(number.Numerator) <= Polynomial.MaxDegree * 16)
        {
            return of.Constant is { } value ? RationalFunction.Of(value.Power((int)number.Numerator)) : of.Power((int)number.Numerator);
        }

        return number.Denominator == 2 && BigInteger.Abs(number.Numerator) <= Polynomial.MaxDegree
            ? Root(of, RationalFunction.Of(2)).Power((int)number.Numerator)
            : RationalFunction.Atom($"pow[{of.Name};{exponent.Name}]");
    }

    private static RationalFunction Root(RationalFunction of, RationalFunction degree)
    {
        if (of.Constant is not { Sign: >= 0 } value || degree.Constant is not { IsInteger: true } wanted || wanted < 2 || wanted > 16)
        {
            return RationalFunction.Atom($"root[{degree.Name};{of.Name}]");
        }

        if (wanted == 2)
        {
            // √(a/b) = √(ab)/b
            return SquareRoot(value.Numerator * value.Denominator) * RationalFunction.Of(new Rational(1, value.Denominator));
        }

        var k = (int)wanted.Numerator;
        return Whole(value.Numerator, k) is { } n && Whole(value.Denominator, k) is { } d
            ? RationalFunction.Of(new Rational(n, d))
            : RationalFunction.Atom($"root[{k};{of.Name}]");
    }

    private static RationalFunction SquareRoot(BigInteger n)
    {
        if (n > LargestRadicand)
        {
            return Whole(n, 2) is { } whole ? RationalFunction.Of(new Rational(whole, 1)) : RationalFunction.Atom($"root[2;{n}]");
        }

        var (rest, result) = ((int)n, RationalFunction.Of(n.IsZero ? 0 : 1));
        for (var prime = 2; prime * prime <= rest; prime++)
        {
            while (rest % prime == 0)
            {
                result *= RationalFunction.Atom($"√{prime}");
                rest /= prime;
            }
        }

        return rest > 1 ? result * RationalFunction.Atom($"√{rest}") : result;
    }

    private static BigInteger? Whole(BigInteger n, int degree)
    {
        var guess = new BigInteger(Math.Round(Math.Pow((double)n, 1.0 / degree)));
        return BigInteger.Pow(guess, degree) == n ? guess : null;
    }

    private static RationalFunction Absolute(RationalFunction of)
    {
        if (of.Constant is { } number)
        {
            return RationalFunction.Of(number.Sign < 0 ? -number : number);
        }

        // |a-b| and |b-a| are one.
        var (plain, negative) = (of.Name, (-of).Name);
        return RationalFunction.Atom($"abs[{(string.CompareOrdinal(plain, negative) < 0 ? plain : negative)}]");
    }

    private static RationalFunction Function(Expression node)
    {
        var of = Of(node.Parts[0]);
        if (node.Parts.Length > 1)
        {
            return RationalFunction.Atom($"log[{Of(node.Parts[1]).Name};{of.Name}]");
        }

        return node.Text switch
        {
            "sin" or "cos" or "tan" when Twelfths(of) is { } twelfths && Exact(node.Text, twelfths) is { } exact => exact,
            "ln" or "log" or "lg" when of.Constant is { } one && one == 1 => RationalFunction.Of(0),
            "log" or "lg" => RationalFunction.Atom($"log[10;{of.Name}]"),
            _ => RationalFunction.Atom($"{node.Text}[{of.Name}]"),
        };
    }

    /// <summary>An angle in twelfths of π, 0 to 23, when it is a whole number of them.</summary>
    private static int? Twelfths(RationalFunction angle)
    {
        var parts = (angle / RationalFunction.Atom("π") * RationalFunction.Of(12)).Constant;
        return parts is { IsInteger: true } whole ? (int)(((whole.Numerator % 24) + 24) % 24) : null;
    }

    private static RationalFunction? Exact(string name, int twelfths)
    {
        if (name == "cos")
        {
            return Exact("sin", (twelfths + 6) % 24);
        }

        if (name == "tan")
        {
            return Exact("sin", twelfths) is { } above && Exact("cos", twelfths) is { } below ? above / below : null;
        }

        var half = RationalFunction.Of(new Rational(1, 2));
        RationalFunction? value = (twelfths % 12 > 6 ? 12 - (twelfths % 12) : twelfths % 12) switch
        {
            0 => RationalFunction.Of(0),
            2 => half,
            3 => half * RationalFunction.Atom("√2"),
            4 => half * RationalFunction.Atom("√3"),
            6 => RationalFunction.Of(1),
            _ => null,
        };
        return twelfths >= 12 && value is { } v ? -v : value;
    }
}
