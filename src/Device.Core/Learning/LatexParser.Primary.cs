namespace Device.Core.Learning;

/// <summary>What stands between operators: numbers, letters, brackets, fractions, roots and functions.</summary>
internal sealed partial class LatexParser
{
    private Expression Primary()
    {
        if (++_depth > 2 * Expression.MaxDepth)
        {
            throw new ExpressionLimitException($"an expression of more than {Expression.MaxDepth} levels");
        }

        var value = OnePrimary();
        _depth--;
        return value;
    }

    private Expression OnePrimary()
    {
        var word = Next;
        if (word.Length > 0 && char.IsAsciiDigit(word[0]))
        {
            _at++;
            return Expression.Number(word);
        }

        if (IsFunction(word))
        {
            return Function(word[1..]);
        }

        if (LatexSigns.Functions.FirstOrDefault(Spells) is { } spelled)
        {
            _at += spelled.Length - 1;
            return Function(spelled);
        }

        if (word.Length == 1 && (char.IsLetter(word[0]) || word == "∞"))
        {
            _at++;
            return Expression.Symbol(word + Index());
        }

        return word switch
        {
            "(" => Enclosed("(", ")"),
            "[" => Enclosed("[", "]"),
            "{" => Enclosed("{", "}"),
            "|" => Absolute(),
            "\\frac" => Fraction(),
            "\\sqrt" => Root(),
            _ => throw Wrong("a number, a letter or a bracket expected"),
        };
    }

    /// <summary>Whether the letters from here on spell a function's name, as in typed text.</summary>
    private bool Spells(string name) =>
        _at + name.Length <= tokens.Length && name.Select((c, i) => tokens[_at + i].Text == c.ToString() && tokens[_at + i].Position == tokens[_at].Position + i).All(x => x);

    private string Index()
    {
        if (!Take("_"))
        {
            return "";
        }

        var from = _at;
        if (!Take("{"))
        {
            return _at < tokens.Length && char.IsLetterOrDigit(Next[0]) ? "_" + tokens[_at++].Text : throw Wrong("an index expected");
        }

        while (Next.Length > 0 && Next != "}")
        {
            _at++;
        }

        var text = string.Concat(tokens[(from + 1).._at].Select(t => t.Text));
        Expect("}");
        return text.Length > 0 ? "_" + text : throw Wrong("an index expected");
    }

    private Expression Enclosed(string open, string close)
    {
        var outer = _inAbsolute;
        _inAbsolute = false;
        Expect(open);
        var inside = Sum();
        Expect(close);
        _inAbsolute = outer;
        return inside;
    }

    private Expression Absolute()
    {
        Expect("|");
        var outer = _inAbsolute;
        _inAbsolute = true;
        var inside = Sum();
        _inAbsolute = outer;
        Expect("|");
        return Expression.Of(ExpressionKind.Absolute, inside);
    }

    private Expression Fraction()
    {
        _at++;
        var above = Argument();
        return Expression.Of(ExpressionKind.Quotient, above, Argument());
    }

    private Expression Root()
    {
        _at++;
        var degree = Next == "[" ? Enclosed("[", "]") : null;
        var inside = Argument();
        return degree is null ? Expression.Of(ExpressionKind.Root, inside) : Expression.Of(ExpressionKind.Root, inside, degree);
    }

    private Expression Function(string name)
    {
        _at++;
        Expression? logBase = null, power = null;
        while (Next is "_" or "^")
        {
            if (Take("_"))
            {
                logBase = Argument();
            }
            else
            {
                _at++;
                power = Argument();
            }
        }

        var of = Next is "(" ? Factor() : Operand();
        var call = new Expression(ExpressionKind.Function, name, logBase is null ? [of] : [of, logBase]);
        return power is null ? call : Expression.Of(ExpressionKind.Power, call, power);
    }

    /// <summary>What a function without brackets takes: everything that is multiplied without a sign, up to the next function.</summary>
    private Expression Operand()
    {
        var left = SignedFactor();
        while (BeginsFactor() && !IsFunction(Next) && !LatexSigns.Functions.Any(Spells))
        {
            left = Times(left, Factor());
        }

        return left;
    }

    /// <summary>What follows ^, _ or a command: something in braces, or one sign.</summary>
    private Expression Argument()
    {
        if (Take("°"))
        {
            return Expression.Symbol("°");
        }

        if (Next == "{")
        {
            if (_at + 2 < tokens.Length && tokens[_at + 1].Text == "°" && tokens[_at + 2].Text == "}")
            {
                _at += 3;
                return Expression.Symbol("°");
            }

            return Enclosed("{", "}");
        }

        return Take("-") ? Expression.Of(ExpressionKind.Negation, Primary()) : Primary();
    }
}
