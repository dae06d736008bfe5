using System.Collections.Immutable;

namespace Device.Core.Learning;

/// <summary>Recursive descent over the words of one expression.</summary>
internal sealed partial class LatexParser(ImmutableArray<LatexToken> tokens, int length)
{
    internal const string Relations = "=<>≤≥≠≈";

    private int _at;
    private int _depth;
    private bool _inAbsolute;

    public Expression Parse()
    {
        var list = List();
        return _at == tokens.Length ? list : throw Wrong("an operator or the end expected");
    }

    private string Next => _at < tokens.Length ? tokens[_at].Text : "";

    private LatexFormatException Wrong(string problem) => new(_at < tokens.Length ? tokens[_at].Position : length, problem);

    private bool Take(string word)
    {
        if (Next != word)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw Wrong($"{word} expected");
        }
    }

    private Expression List()
    {
        if (Next == "⦃")
        {
            _at++;
            var inside = List();
            Expect("⦄");
            return inside;
        }

        if (Next == "\\begin")
        {
            return Cases();
        }

        var first = Relation();
        if (Next is not ("," or ";" or "\\\\"))
        {
            return first;
        }

        var parts = ImmutableArray.CreateBuilder<Expression>();
        parts.Add(first);
        while (Take(",") || Take(";") || Take("\\\\"))
        {
            parts.Add(Relation());
        }

        return Expression.Of(ExpressionKind.List, parts.ToImmutable());
    }

    private Expression Cases()
    {
        Environment("\\begin");
        var rows = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            if (Next == "\\end")
            {
                break;
            }

            rows.Add(Relation());
        }
        while (Take("\\\\") || Take(",") || Take(";"));
        Environment("\\end");
        return rows.Count > 0 ? Expression.Of(ExpressionKind.List, rows.ToImmutable()) : throw Wrong("an equation expected");
    }

    private void Environment(string which)
    {
        Expect(which);
        foreach (var word in (string[])["{", "c", "a", "s", "e", "s", "}"])
        {
            Expect(word);
        }
    }

    private Expression Relation()
    {
        var first = Sum();
        if (Next.Length != 1 || !Relations.Contains(Next, StringComparison.Ordinal))
        {
            return first;
        }

        var (parts, signs) = (ImmutableArray.CreateBuilder<Expression>(), "");
        parts.Add(first);
        while (Next.Length == 1 && Relations.Contains(Next, StringComparison.Ordinal))
        {
            signs += Next;
            _at++;
            parts.Add(Sum());
        }

        return new Expression(ExpressionKind.Relation, signs, parts.ToImmutable());
    }

    private Expression Sum()
    {
        if (++_depth > 2 * Expression.MaxDepth)
        {
            throw new ExpressionLimitException($"an expression of more than {Expression.MaxDepth} levels");
        }

        var terms = ImmutableArray.CreateBuilder<Expression>();
        if (Take("±"))
        {
            terms.Add(Expression.Of(ExpressionKind.PlusMinus, Expression.Number("0"), Product()));
        }
        else
        {
            terms.Add(Signed());
        }

        while (Next is "+" or "-" or "±")
        {
            if (Take("±"))
            {
                var before = terms.Count == 1 ? terms[0] : Expression.Of(ExpressionKind.Sum, terms.ToImmutable());
                terms.Clear();
                terms.Add(Expression.Of(ExpressionKind.PlusMinus, before, Product()));
            }
            else
            {
                terms.Add(Take("+") ? Product() : Signed());
            }
        }

        _depth--;
        return terms.Count == 1 ? terms[0] : Expression.Of(ExpressionKind.Sum, terms.ToImmutable());
    }

    private Expression Signed() => Take("-") ? Expression.Of(ExpressionKind.Negation, Product()) : Take("+") ? Product() : Product();

    private Expression Product()
    {
        var left = Factor();
        while (true)
        {
            if (Next is "÷" or "/" or ":")
            {
                _at++;
                left = Expression.Of(ExpressionKind.Quotient, left, SignedFactor());
            }
            else if (Take("×"))
            {
                left = Times(left, SignedFactor());
            }
            else if (BeginsFactor())
            {
                var right = Factor();
                left = IsMixed(left, right) ? Expression.Of(ExpressionKind.Mixed, left, right) : Times(left, right);
            }
            else
            {
                return left;
            }
        }
    }

    private Expression SignedFactor()
    {
        if (!Take("-"))
        {
            return Factor();
        }

        return Expression.Of(ExpressionKind.Negation, Factor());
    }

    private static Expression Times(Expression left, Expression right) => left.Kind == ExpressionKind.Product
        ? Expression.Of(ExpressionKind.Product, left.Parts.Add(right))
        : Expression.Of(ExpressionKind.Product, left, right);

    private static bool IsMixed(Expression left, Expression right) =>
        left.Kind == ExpressionKind.Number && !left.Text.Contains('.', StringComparison.Ordinal) && right.Kind == ExpressionKind.Quotient
        && right.Parts.All(p => p.Kind == ExpressionKind.Number && !p.Text.Contains('.', StringComparison.Ordinal));

    private bool BeginsFactor()
    {
        var next = Next;
        return next is "(" or "[" or "{" or "\\frac" or "\\sqrt" || (next == "|" && !_inAbsolute)
            || (next.Length > 0 && (char.IsLetterOrDigit(next[0]) || next == "∞")) || IsFunction(next);
    }

    private static bool IsFunction(string word) => word.StartsWith('\\') && LatexSigns.Functions.Contains(word[1..]);

    private Expression Factor()
    {
        var value = Primary();
        while (true)
        {
            if (Take("%"))
            {
                value = Expression.Of(ExpressionKind.Percent, value);
            }
            else if (Take("°"))
            {
                value = Expression.Of(ExpressionKind.Degree, value);
            }
            else if (Take("^"))
            {
                var exponent = Argument();
                value = exponent is { Kind: ExpressionKind.Symbol, Text: "°" }
                    ? Expression.Of(ExpressionKind.Degree, value)
                    : Expression.Of(ExpressionKind.Power, value, exponent);
            }
            else
            {
                return value;
            }
        }
    }
}
