using System.Text;

namespace Device.Core.Learning;

/// <summary>Writes an expression as LaTeX that <see cref="LatexReader"/> reads back as the same tree. Pure and thread-safe.</summary>
public static class LatexWriter
{
    private const int SumLevel = 1;
    private const int ProductLevel = 2;
    private const int FactorLevel = 3;

    /// <summary>Writes an expression.</summary>
    /// <param name="expression">The tree.</param>
    /// <returns>LaTeX.</returns>
    public static string Write(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression, 0);
        return text.ToString().TrimEnd();
    }

    internal static string Sign(char relation) => relation switch
    {
        '≤' => "\\le ",
        '≥' => "\\ge ",
        '≠' => "\\ne ",
        '≈' => "\\approx ",
        _ => relation.ToString(),
    };

    private static void Write(StringBuilder text, Expression node, int level)
    {
        if (LevelOf(node) < level)
        {
            text.Append('(');
            Write(text, node, 0);
            text.Append(')');
            return;
        }

        switch (node.Kind)
        {
            case ExpressionKind.Number:
                text.Append(node.Text);
                break;
            case ExpressionKind.Symbol:
                Symbol(text, node.Text);
                break;
            case ExpressionKind.Sum:
                Sum(text, node);
                break;
            case ExpressionKind.PlusMinus:
                if (node.Parts[0] is not { Kind: ExpressionKind.Number, Text: "0" })
                {
                    Write(text, node.Parts[0], SumLevel);
                }

                Write(text.Append("\\pm "), node.Parts[1], ProductLevel);
                break;
            case ExpressionKind.Negation:
                Write(text.Append('-'), node.Parts[0], ProductLevel);
                break;
            case ExpressionKind.Product:
                Product(text, node);
                break;
            case ExpressionKind.Quotient:
                Braced(Braced(text.Append("\\frac"), node.Parts[0]), node.Parts[1]);
                break;
            case ExpressionKind.Mixed:
                Write(text, node.Parts[0], FactorLevel);
                Write(text, node.Parts[1], FactorLevel);
                break;
            case ExpressionKind.List:
                List(text, node);
                break;
            case ExpressionKind.Relation:
                Relation(text, node);
                break;
            default:
                Signs(text, node);
                break;
        }
    }

    private static void Signs(StringBuilder text, Expression node)
    {
        switch (node.Kind)
        {
            case ExpressionKind.Power:
                Write(text, node.Parts[0], FactorLevel + 1);
                Braced(text.Append('^'), node.Parts[1]);
                break;
            case ExpressionKind.Root:
                text.Append("\\sqrt");
                if (node.Parts.Length > 1)
                {
                    Write(text.Append('['), node.Parts[1], 0);
                    text.Append(']');
                }

                Braced(text, node.Parts[0]);
                break;
            case ExpressionKind.Function:
                text.Append('\\').Append(node.Text);
                if (node.Parts.Length > 1)
                {
                    Braced(text.Append('_'), node.Parts[1]);
                }

                Write(text.Append('('), node.Parts[0], 0);
                text.Append(')');
                break;
            case ExpressionKind.Percent:
                Write(text, node.Parts[0], FactorLevel);
                text.Append("\\%");
                break;
            case ExpressionKind.Degree:
                Write(text, node.Parts[0], FactorLevel + 1);
                text.Append("^{\\circ}");
                break;
            case ExpressionKind.Absolute:
                Write(text.Append('|'), node.Parts[0], 0);
                text.Append('|');
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node.Kind, "no LaTeX for this kind");
        }
    }

    private static int LevelOf(Expression node) => node.Kind switch
    {
        ExpressionKind.Sum or ExpressionKind.PlusMinus or ExpressionKind.Negation => SumLevel,
        ExpressionKind.Product or ExpressionKind.Mixed => ProductLevel,
        ExpressionKind.Relation or ExpressionKind.List => 0,
        ExpressionKind.Number or ExpressionKind.Symbol or ExpressionKind.Root or ExpressionKind.Absolute => FactorLevel + 1,
        _ => FactorLevel,
    };

    private static void Symbol(StringBuilder text, string name)
    {
        var letter = name.Split('_')[0];
        text.Append(GreekLetters.ToLatex(letter) is { } greek ? greek : letter);
        if (name.Length > letter.Length)
        {
            text.Append("_{").Append(string.Concat(name[(letter.Length + 1)..].Select(c => GreekLetters.ToLatex(c.ToString()) ?? c.ToString()))).Append('}');
        }
    }

    private static void Sum(StringBuilder text, Expression node)
    {
        for (var i = 0; i < node.Parts.Length; i++)
        {
            var term = node.Parts[i];
            if (i > 0 && term.Kind != ExpressionKind.Negation)
            {
                text.Append('+');
            }

            if (term.Kind == ExpressionKind.Negation)
            {
                Write(text, term, SumLevel);
            }
            else
            {
                Write(text, term, i == 0 && term.Kind == ExpressionKind.PlusMinus ? SumLevel : ProductLevel);
            }
        }
    }

    private static void Product(StringBuilder text, Expression node)
    {
        for (var i = 0; i < node.Parts.Length; i++)
        {
            var part = node.Parts[i];
            // Side by side, digits would run together, and a fraction after a number would be a mixed number.
            if (i > 0 && (part.Kind != ExpressionKind.Symbol && LevelOf(part) >= FactorLevel && !StartsWithLetter(part) || EndsOpen(node.Parts[i - 1])))
            {
                text.Append("\\times ");
            }

            Write(text, part, part.Kind == ExpressionKind.Product && i == 0 ? ProductLevel : FactorLevel);
        }
    }

    private static bool StartsWithLetter(Expression node) => node.Kind == ExpressionKind.Power ? StartsWithLetter(node.Parts[0]) : node.Kind is ExpressionKind.Symbol or ExpressionKind.Root;

    /// <summary>A function swallows what stands beside it.</summary>
    private static bool EndsOpen(Expression node) => node.Kind is ExpressionKind.Function || (node.Kind == ExpressionKind.Power && node.Parts[0].Kind == ExpressionKind.Function);

    private static void Relation(StringBuilder text, Expression node)
    {
        for (var i = 0; i < node.Parts.Length; i++)
        {
            if (i > 0)
            {
                text.Append(Sign(node.Text[i - 1]));
            }

            Write(text, node.Parts[i], SumLevel);
        }
    }

    private static void List(StringBuilder text, Expression node)
    {
        text.Append("\\begin{cases}");
        for (var i = 0; i < node.Parts.Length; i++)
        {
            Write(i > 0 ? text.Append("\\\\") : text, node.Parts[i], 0);
        }

        text.Append("\\end{cases}");
    }

    private static StringBuilder Braced(StringBuilder text, Expression node)
    {
        text.Append('{');
        Write(text, node, 0);
        return text.Append('}');
    }
}
