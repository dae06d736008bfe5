using System.Text;

namespace Device.Recognition.Mathematics;

/// <summary>Writes rows as LaTeX.</summary>
internal static class RowLatex
{
    internal static string Write(MathRow row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < row.Items.Count;)
        {
            var name = row.Items[i].Function;
            var last = row.Items[i + (name?.Length ?? 1) - 1];
            text.Append(name is null ? Of(last) : $"\\{name}");
            Scripts(text, last, row.Em);
            if (name is not null && text[^1] != '}')
            {
                text.Append(' ');
            }

            i += name?.Length ?? 1;
        }

        return text.ToString().TrimEnd();
    }

    private static string Of(MathItem item) => item.Form switch
    {
        ItemForm.Fraction => $"\\frac{{{Write(item.Rows[0])}}}{{{Write(item.Rows[1])}}}",
        ItemForm.Root => item.Rows.Count > 1 ? $"\\sqrt[{Write(item.Rows[1])}]{{{Write(item.Rows[0])}}}" : $"\\sqrt{{{Write(item.Rows[0])}}}",
        ItemForm.System => $"\\begin{{cases}}{string.Join("\\\\", item.Rows.Select(Write))}\\end{{cases}}",
        _ => Core.Learning.LatexSigns.Of(item.Sign),
    };

    private static void Scripts(StringBuilder text, MathItem item, float em)
    {
        if (item.Lower is { } lower)
        {
            Trim(text).Append("_{").Append(Write(lower)).Append('}');
        }

        if (item.Upper is { } upper)
        {
            Trim(text).Append("^{").Append(IsDegree(item, upper, em) ? "\\circ" : Write(upper)).Append('}');
        }
    }

    private static StringBuilder Trim(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        return text;
    }

    /// <summary>A ring too small to be a digit, at the upper right of a number.</summary>
    private static bool IsDegree(MathItem host, MathRow upper, float em) =>
        host.Kind == SignKind.Digit && upper.Items is [{ Form: ItemForm.Sign, Upper: null, Lower: null } ring] && ring.Box.Height < 0.45f * em
        && ring.Glyph!.Readings.Any(r => r.Sign is "0" or "o" or "O" or "°" or "." or "ο");
}
