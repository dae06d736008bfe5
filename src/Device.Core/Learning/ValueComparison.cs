namespace Device.Core.Learning;

/// <summary>Compares two values and says how they differ.</summary>
internal static class ValueComparison
{
    private const int Points = 5;
    private const double Same = 1e-9;

    /// <exception cref="ExpressionLimitException">A form would be too large.</exception>
    public static AnswerGrade Of(Expression given, Expression wanted, double tolerance)
    {
        try
        {
            var (a, e) = (CanonicalForm.Of(given), CanonicalForm.Of(wanted));
            if (a.IsSame(e))
            {
                return new AnswerGrade(true, AnswerDifference.None, true);
            }

            if (tolerance > 0 && IsNear(given, wanted, tolerance))
            {
                return new AnswerGrade(true, AnswerDifference.None, true);
            }

            // Different forms of roots and functions may still be one value.
            return a.Constant is null || e.Constant is null
                ? AtPoints(given, wanted) ? new AnswerGrade(true, AnswerDifference.None, false) : new AnswerGrade(false, Difference(a, e, given, wanted), true)
                : new AnswerGrade(false, Difference(a, e, given, wanted), true);
        }
        catch (DivideByZeroException)
        {
            return new AnswerGrade(false, AnswerDifference.Other, true);
        }
        catch (NotSupportedException)
        {
            return new AnswerGrade(false, AnswerDifference.Other, true);
        }
    }

    private static AnswerDifference Difference(RationalFunction a, RationalFunction e, Expression given, Expression wanted)
    {
        if (a.IsSame(-e))
        {
            return AnswerDifference.Sign;
        }

        if (!e.Above.IsZero && !a.Above.IsZero)
        {
            if ((a * e).Constant is { } product && product == 1)
            {
                return AnswerDifference.Swapped;
            }

            if ((a / e).Constant is { } ratio && IsPowerOfTen(ratio))
            {
                return AnswerDifference.DecimalPlace;
            }
        }

        if (a.Constant is { } x && e.Constant is { } y && HasSwappedDigits(x, y))
        {
            return AnswerDifference.Swapped;
        }

        return IsRounded(given, wanted) ? AnswerDifference.Rounded : AnswerDifference.Other;
    }

    private static bool IsPowerOfTen(Rational ratio)
    {
        var size = ratio.Numerator.IsOne ? ratio.Denominator : ratio.Denominator.IsOne ? ratio.Numerator : 0;
        while (size > 1 && size % 10 == 0)
        {
            size /= 10;
        }

        return size.IsOne;
    }

    private static bool HasSwappedDigits(Rational x, Rational y)
    {
        var (a, b) = (x.ToString(), y.ToString());
        if (!x.IsInteger || !y.IsInteger || a.Length != b.Length)
        {
            return false;
        }

        var differ = Enumerable.Range(0, a.Length).Where(i => a[i] != b[i]).ToArray();
        return differ.Length == 2 && a[differ[0]] == b[differ[1]] && a[differ[1]] == b[differ[0]];
    }

    /// <summary>Whether a decimal is the expected value to as many places as it has.</summary>
    private static bool IsRounded(Expression given, Expression wanted)
    {
        var number = given.Kind == ExpressionKind.Negation ? given.Parts[0] : given;
        var point = number.Kind == ExpressionKind.Number ? number.Text.IndexOf('.', StringComparison.Ordinal) : -1;
        var (a, e) = (Value(given, 0), Value(wanted, 0));
        return point >= 0 && double.IsFinite(e) && Math.Abs(a - e) <= 0.5000001 * Math.Pow(10, point + 1 - number.Text.Length);
    }

    private static bool IsNear(Expression given, Expression wanted, double tolerance)
    {
        if (HasLetters(given) || HasLetters(wanted))
        {
            return false;
        }

        var (a, e) = (Value(given, 0), Value(wanted, 0));
        return double.IsFinite(a) && double.IsFinite(e) && Math.Abs(a - e) <= tolerance * Math.Abs(e);
    }

    private static bool HasLetters(Expression node) => (node.Kind == ExpressionKind.Symbol && node.Text != "π") || node.Parts.Any(HasLetters);

    private static bool AtPoints(Expression given, Expression wanted)
    {
        var compared = 0;
        for (var round = 0; round < 4 * Points && compared < Points; round++)
        {
            var (a, e) = (Value(given, round), Value(wanted, round));
            if (!double.IsFinite(a) || !double.IsFinite(e))
            {
                continue;
            }

            if (Math.Abs(a - e) > Same * Math.Max(1, Math.Abs(e)))
            {
                return false;
            }

            compared++;
        }

        return compared == Points;
    }

    private static double Value(Expression node, int round) => NumericValue.Of(node, letter => NumericValue.Seeded(letter, round));
}
