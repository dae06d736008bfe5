using System.ComponentModel.DataAnnotations;

namespace Device.Core.Learning;

/// <summary>
/// Compares a pupil's answer with the expected one: <c>1/2 = 0.5 = 2/4 = 50%</c>, <c>2(x+1) = 2x+2</c>, <c>2x = 4</c> with <c>x = 2</c>, solutions in any
/// order, <c>150 cm</c> with <c>1.5 m</c>. Algebra is compared exactly, roots and functions too where they have one form; what is left is compared
/// at five points. Pure and thread-safe; the work is bounded by the sizes of <see cref="Expression"/> and of its canonical form.
/// </summary>
public static class AnswerGrader
{
    /// <summary>Grades an answer.</summary>
    /// <param name="answer">What was answered, LaTeX or typed, maybe with a unit.</param>
    /// <param name="expected">What is right, the same.</param>
    /// <param name="rules">What counts as right, or null for equal value.</param>
    /// <returns>The grade.</returns>
    /// <exception cref="ArgumentException">What is expected is no expression.</exception>
    /// <exception cref="ValidationException">A rule is out of its range.</exception>
    public static AnswerGrade Grade(string answer, string expected, AnswerRules? rules = null)
    {
        rules ??= AnswerRules.Default;
        Validator.ValidateObject(rules, new ValidationContext(rules), validateAllProperties: true);
        var (expectedValue, expectedUnit) = MeasureUnit.Split(expected);
        if (!LatexReader.TryRead(expectedValue, out var right))
        {
            throw new ArgumentException("the expected answer is no expression", nameof(expected));
        }

        var (answerValue, answerUnit) = MeasureUnit.Split(answer);
        if (!LatexReader.TryRead(answerValue, out var given))
        {
            return Wrong(AnswerDifference.Unreadable);
        }

        if (answerUnit == expectedUnit)
        {
            return Grade(given, right, rules);
        }

        if (MeasureUnit.Ratio(answerUnit, expectedUnit) is not { } ratio)
        {
            var without = Grade(given, right, rules);
            return without.IsRight ? without with { IsRight = false, Difference = AnswerDifference.Unit } : without;
        }

        var scaled = Grade(Scaled(given, ratio), right, rules with { Simplified = false });
        var isNumberRight = !scaled.IsRight && Grade(given, right, rules).IsRight;
        return isNumberRight ? Wrong(AnswerDifference.Unit) : scaled;
    }

    /// <summary>Grades an answer that was read.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="expected">What is right.</param>
    /// <param name="rules">What counts as right.</param>
    /// <returns>The grade.</returns>
    public static AnswerGrade Grade(Expression answer, Expression expected, AnswerRules rules)
    {
        try
        {
            var (given, right) = (Claim.Of(answer), Claim.Of(expected));
            var grade = given.Count == 1 && right.Count == 1 ? Compare(given[0], right[0], rules) : CompareLists(given, right, rules);
            if (grade.IsRight && rules.Solved && given.Exists(g => g.Solved is null) && right.TrueForAll(r => r.Solved is not null))
            {
                return grade with { IsRight = false, Difference = AnswerDifference.NotSolved };
            }

            return grade.IsRight && rules.Simplified && !given.TrueForAll(g => g.IsSimplified)
                ? grade with { IsRight = false, Difference = AnswerDifference.NotSimplified }
                : grade;
        }
        catch (ExpressionLimitException)
        {
            return Wrong(AnswerDifference.Undecided);
        }
    }

    private static AnswerGrade Wrong(AnswerDifference difference) => new(false, difference, true);

    private static Expression Scaled(Expression given, Rational by)
    {
        var factor = Expression.Of(ExpressionKind.Quotient, Expression.Number(by.Numerator.ToString()), Expression.Number(by.Denominator.ToString()));
        return given.Kind == ExpressionKind.Relation
            ? new Expression(ExpressionKind.Relation, given.Text, given.Parts.SetItem(given.Parts.Length - 1, Expression.Of(ExpressionKind.Product, given.Parts[^1], factor)))
            : Expression.Of(ExpressionKind.Product, given, factor);
    }

    private static AnswerGrade Compare(Claim given, Claim right, AnswerRules rules)
    {
        if (given.Relation == '\0' || right.Relation == '\0' || (given.Solved is not null && given.Solved == right.Solved && given.Relation == right.Relation))
        {
            // The letter before an answer may be left out; where both have it, the values say more about what is wrong.
            var bothRelations = given.Relation != '\0' && right.Relation != '\0';
            var value = given.Relation == '\0' ? given.Left : given.Solved is not null ? given.Value! : null;
            var wanted = right.Relation == '\0' ? right.Left : right.Solved is not null ? right.Value! : null;
            if (value is null || wanted is null || (!bothRelations && (given.Relation is not ('\0' or '=') || right.Relation is not ('\0' or '='))))
            {
                return Wrong(AnswerDifference.Other);
            }

            return ValueComparison.Of(value, wanted, rules.Tolerance);
        }

        return given.CompareRelation(right);
    }

    private static AnswerGrade CompareLists(List<Claim> given, List<Claim> right, AnswerRules rules)
    {
        var left = new List<Claim>(given);
        var (missing, proven) = (new List<Claim>(), true);
        foreach (var wanted in right)
        {
            var at = left.FindIndex(g => Compare(g, wanted, rules).IsRight);
            if (at < 0)
            {
                missing.Add(wanted);
                continue;
            }

            proven &= Compare(left[at], wanted, rules).IsProven;
            left.RemoveAt(at);
        }

        // The same solution twice is one solution.
        left.RemoveAll(g => right.Exists(r => Compare(g, r, rules).IsRight));
        var difference = (missing.Count, left.Count) switch
        {
            (0, 0) => AnswerDifference.None,
            (_, 0) => AnswerDifference.MissingSolution,
            (0, _) => AnswerDifference.SurplusSolution,
            (1, 1) => Compare(left[0], missing[0], rules).Difference,
            (2, 2) when IsSwapped(left, missing, rules) => AnswerDifference.Swapped,
            _ => AnswerDifference.Other,
        };
        return new AnswerGrade(difference == AnswerDifference.None, difference, proven);
    }

    private static bool IsSwapped(List<Claim> given, List<Claim> right, AnswerRules rules) =>
        given.TrueForAll(g => g.Solved is not null) && right.TrueForAll(r => r.Solved is not null)
        && given.TrueForAll(g => right.Exists(r => r.Solved != g.Solved && ValueComparison.Of(g.Value!, r.Value!, rules.Tolerance).IsRight));
}
