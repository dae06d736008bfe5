using System.Globalization;
using System.Text;

namespace Spark.StandIn.Answers;

/// <summary>
/// The first sum in a text: numbers joined by + - × ÷ (or * / and the words 加 减 乘 除 plus minus times), brackets allowed.
/// Pure; decimal arithmetic, so 0.1 + 0.2 is 0.3.
/// </summary>
internal sealed class SimpleSum
{
    private const int ExpressionLimit = 120;
    private const int DepthLimit = 16;
    private readonly string _text;
    private int _at;
    private int _depth;

    private SimpleSum(string text) => _text = text;

    /// <summary>Finds and works out a sum.</summary>
    /// <param name="question">Any text.</param>
    /// <returns>For example <c>12 + 30 = 42</c>, or null where the text holds no sum that has a value.</returns>
    public static string? Solve(string question)
    {
        var expression = Longest(Normalise(question));
        if (expression is null)
        {
            return null;
        }

        SimpleSum sum = new(expression);
        try
        {
            var value = sum.Terms();
            return sum._at == expression.Length ? $"{Pretty(expression)} = {Format(value)}" : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or DivideByZeroException)
        {
            return null;
        }
    }

    private static string Normalise(string question)
    {
        StringBuilder text = new(question.Normalize(NormalizationForm.FormKC));
        (string From, string To)[] words =
        [
            ("×", "*"), ("÷", "/"), ("−", "-"), ("乘以", "*"), ("除以", "/"), ("加上", "+"), ("减去", "-"),
            ("加", "+"), ("减", "-"), ("乘", "*"), ("除", "/"), ("plus", "+"), ("minus", "-"), ("times", "*"),
            ("divided by", "/"),
        ];
        foreach (var (from, to) in words)
        {
            text.Replace(from, to);
        }

        return text.ToString();
    }

    private static string? Longest(string text)
    {
        string? best = null;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsAsciiDigit(text[i]) || ".+-*/() ".Contains(text[i], StringComparison.Ordinal)))
            {
                continue;
            }

            var run = text[start..i].Replace(" ", "", StringComparison.Ordinal).TrimStart('+', '*', '/', '.', ')').TrimEnd('.', '+', '-', '*', '/', '(');
            var isSum = run.Length <= ExpressionLimit && run.AsSpan(Math.Min(1, run.Length)).IndexOfAny("+-*/") >= 0;
            if (isSum && !IsDate(run) && run.Length > (best?.Length ?? 0))
            {
                best = run;
            }

            start = i + 1;
        }

        return best;
    }

    private static bool IsDate(string run) =>
        DateOnly.TryParseExact(run, ["yyyy-M-d", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private decimal Terms()
    {
        var value = Factors();
        while (_at < _text.Length && _text[_at] is '+' or '-')
        {
            var plus = _text[_at++] == '+';
            var next = Factors();
            value = plus ? value + next : value - next;
        }

        return value;
    }

    private decimal Factors()
    {
        var value = Atom();
        while (_at < _text.Length && _text[_at] is '*' or '/')
        {
            var times = _text[_at++] == '*';
            var next = Atom();
            value = times ? value * next : value / next;
        }

        return value;
    }

    private decimal Atom()
    {
        if (_at < _text.Length && _text[_at] == '-')
        {
            _at++;
            return -Atom();
        }

        if (_at < _text.Length && _text[_at] == '(')
        {
            return Bracket();
        }

        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
        {
            _at++;
        }

        return decimal.Parse(_text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private decimal Bracket()
    {
        if (++_depth > DepthLimit)
        {
            throw new FormatException($"More than {DepthLimit} brackets inside each other.");
        }

        _at++;
        var value = Terms();
        if (_at >= _text.Length || _text[_at] != ')')
        {
            throw new FormatException($"Bracket not closed at character {_at}.");
        }

        _at++;
        _depth--;
        return value;
    }

    private static string Pretty(string expression)
    {
        StringBuilder pretty = new();
        for (var i = 0; i < expression.Length; i++)
        {
            var isSign = expression[i] == '-' && (i == 0 || "+-*/(".Contains(expression[i - 1], StringComparison.Ordinal));
            pretty.Append(expression[i] switch
            {
                '*' => " × ",
                '/' => " ÷ ",
                '+' => " + ",
                '-' when !isSign => " - ",
                var other => other.ToString(),
            });
        }

        return pretty.ToString();
    }

    private static string Format(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
