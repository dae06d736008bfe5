namespace Device.Core.Learning;

/// <summary>One value or one relation of an answer. Chains like 1 &lt; x &lt; 3 are two claims, ± is two.</summary>
internal sealed class Claim
{
    private const int MaxClaims = 64;

    private Claim(Expression left, char relation, Expression? right) => (Left, Relation, Right) = (left, relation, right);

    public Expression Left { get; }

    /// <summary>The sign between the sides, or 0 for a value alone.</summary>
    public char Relation { get; }

    public Expression? Right { get; }

    /// <summary>The letter that stands alone on the one side and not on the other; its relation is then read from the letter's side.</summary>
    public string? Solved => Relation is '\0' ? null : IsAlone(Left, Right!) ? Left.Text : null;

    /// <summary>What a solved letter is.</summary>
    public Expression? Value => Solved is null ? null : Right;

    public bool IsSimplified => SimplestForm.Is(Left) && (Right is null || SimplestForm.Is(Right));

    public static List<Claim> Of(Expression expression)
    {
        var claims = new List<Claim>();
        foreach (var part in expression.Kind == ExpressionKind.List ? expression.Parts : [expression])
        {
            foreach (var one in Signs(part))
            {
                if (one.Kind != ExpressionKind.Relation)
                {
                    claims.Add(new Claim(one, '\0', null));
                    continue;
                }

                for (var i = 0; i < one.Text.Length; i++)
                {
                    var (left, sign, right) = (one.Parts[i], one.Text[i], one.Parts[i + 1]);
                    claims.Add(!IsAlone(left, right) && IsAlone(right, left) ? new Claim(right, Turned(sign), left) : new Claim(left, sign, right));
                }
            }

            if (claims.Count > MaxClaims)
            {
                throw new ExpressionLimitException($"more than {MaxClaims} values or relations");
            }
        }

        return claims;
    }

    public AnswerGrade CompareRelation(Claim other)
    {
        if (Relation == '\0' || other.Relation == '\0')
        {
            return new AnswerGrade(false, AnswerDifference.Other, true);
        }

        // Both as f with a relation to 0; > and ≥ turned, so that < and ≤ are left.
        var ((given, sign), (wanted, wantedSign)) = (Normal(), other.Normal());
        var isDirected = sign is '<' or '≤' || wantedSign is '<' or '≤';
        var ratio = wanted.Above.IsZero || given.Above.IsZero
            ? (wanted.Above.IsZero && given.Above.IsZero ? Rational.One : null)
            : (Rational?)(given / wanted).Constant ?? (given.Below.Constant is not null || wanted.Below.Constant is not null ? given.Above.RatioTo(wanted.Above) : null);
        if (ratio is not { } same)
        {
            return new AnswerGrade(false, Relation != '=' || other.Relation != '=' || !IsNegatedSide(other) ? AnswerDifference.Other : AnswerDifference.Sign, true);
        }

        var isRight = sign == wantedSign && (!isDirected || same.Sign > 0);
        return new AnswerGrade(isRight, isRight ? AnswerDifference.None : AnswerDifference.Relation, true);
    }

    /// <summary>Whether one side with the other sign would make it right.</summary>
    private bool IsNegatedSide(Claim other)
    {
        var turned = CanonicalForm.Of(Left) + CanonicalForm.Of(Right!);
        var wanted = CanonicalForm.Of(other.Left) - CanonicalForm.Of(other.Right!);
        return !wanted.Above.IsZero && (turned / wanted).Constant is not null;
    }

    private (RationalFunction Function, char Sign) Normal()
    {
        var f = CanonicalForm.Of(Left) - CanonicalForm.Of(Right!);
        return Relation switch
        {
            '>' => (-f, '<'),
            '≥' => (-f, '≤'),
            _ => (f, Relation),
        };
    }

    private static bool IsAlone(Expression side, Expression other) => side.Kind == ExpressionKind.Symbol && side.Text != "π" && !Mentions(other, side.Text);

    private static bool Mentions(Expression node, string letter) => (node.Kind == ExpressionKind.Symbol && node.Text == letter) || node.Parts.Any(p => Mentions(p, letter));

    private static char Turned(char sign) => sign switch
    {
        '<' => '>',
        '>' => '<',
        '≤' => '≥',
        '≥' => '≤',
        _ => sign,
    };

    /// <summary>An expression with its first ± as plus and as minus.</summary>
    private static IEnumerable<Expression> Signs(Expression node)
    {
        if (!HasTwoValues(node))
        {
            return [node];
        }

        return [Fixed(node, plus: true), Fixed(node, plus: false)];
    }

    private static bool HasTwoValues(Expression node) => node.Kind == ExpressionKind.PlusMinus || node.Parts.Any(HasTwoValues);

    private static Expression Fixed(Expression node, bool plus)
    {
        var parts = node.Parts.Select(p => Fixed(p, plus)).ToArray();
        return node.Kind == ExpressionKind.PlusMinus
            ? Expression.Of(ExpressionKind.Sum, parts[0], plus ? parts[1] : Expression.Of(ExpressionKind.Negation, parts[1]))
            : new Expression(node.Kind, node.Text, [.. parts]);
    }
}
