using System.Numerics;

namespace Device.Core.Learning;

/// <summary>Whether an expression is written as simply as school asks for: lowest terms, numbers worked out, like terms gathered.</summary>
internal static class SimplestForm
{
    public static bool Is(Expression node)
    {
        if (node.Kind == ExpressionKind.Quotient && node.Parts.All(IsWhole))
        {
            var (a, b) = (Whole(node.Parts[0]), Whole(node.Parts[1]));
            return BigInteger.GreatestCommonDivisor(a, b).IsOne && b > 1;
        }

        if (node.Kind is ExpressionKind.Sum or ExpressionKind.Product or ExpressionKind.Quotient or ExpressionKind.Power && node.Parts.All(IsNumber))
        {
            return false;
        }

        if (node.Kind == ExpressionKind.Sum && CanonicalForm.Of(node) is var form && form.Below.Constant is not null && node.Parts.Length > form.Above.Terms)
        {
            return false;
        }

        if (node.Kind == ExpressionKind.Root && node.Parts.Length == 1 && IsWhole(node.Parts[0]))
        {
            // √n is simple when no square divides n.
            var root = CanonicalForm.Of(node);
            return root.Constant is null && (root.Above.LeadingFactor == 1 || root.Above.LeadingFactor == -1);
        }

        return node.Parts.All(Is);
    }

    private static bool IsWhole(Expression node) =>
        (node.Kind == ExpressionKind.Number && !node.Text.Contains('.', StringComparison.Ordinal)) || (node.Kind == ExpressionKind.Negation && IsWhole(node.Parts[0]));

    private static bool IsNumber(Expression node) => node.Kind == ExpressionKind.Number || (node.Kind is ExpressionKind.Negation or ExpressionKind.Quotient && node.Parts.All(IsNumber));

    private static BigInteger Whole(Expression node) => node.Kind == ExpressionKind.Negation ? -Whole(node.Parts[0]) : Rational.ParseDecimal(node.Text).Numerator;
}
