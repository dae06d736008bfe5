using System.Globalization;
using System.Net;
using System.Text;
using Device.Core.Ink;

namespace Device.Cli.Ink;

/// <summary>A page that shows the samples that were read worst. It needs no other file and runs no script.</summary>
internal static class EvalPage
{
    private const int Worst = 200;
    private const int Side = 140;
    private const int Margin = 8;

    internal static string Of(InkEvaluation evaluation, EvalFigures figures, string model)
    {
        var worst = evaluation.Samples.Where(s => s.Badness > 0).OrderByDescending(s => s.Badness).ThenByDescending(s => s.Probability).ToArray();
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Handwriting: read worst</title>
            <style>
            body { font: 15px sans-serif; margin: 24px; color: #111; background: #fff }
            figure { display: inline-block; margin: 8px; padding: 8px; border: 1px solid #bbb; vertical-align: top; max-width: 100% }
            svg { display: block; max-width: 100% } path { fill: none; stroke: #111; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round }
            figcaption { margin-top: 6px } b { font-size: 20px } small { color: #555 }
            </style>

            """);
        page.Append(CultureInfo.InvariantCulture, $"<h1>Read worst by {Text(model)}</h1>\n<p>{figures.Samples} samples");
        Figure(page, "top-1", figures.Top1);
        Figure(page, "top-5", figures.Top5);
        Figure(page, "top-10", figures.Top10);
        Figure(page, "character errors", figures.Cer);
        page.Append(CultureInfo.InvariantCulture, $"; {worst.Length} not read right, the worst {Math.Min(worst.Length, Worst)} are shown.</p>\n");
        foreach (var sample in worst.Take(Worst))
        {
            page.Append("<figure>").Append(Picture(sample.Ink)).Append(CultureInfo.InvariantCulture, $"""
                <figcaption><b>{Text(sample.Ink.Label)}</b> read as <b>{Text(sample.Read.IsEmpty ? "nothing" : string.Join(' ', sample.Read.Take(5)))}</b>
                <br><small>{Text(sample.Ink.Writer ?? "unknown writer")}, probability {sample.Probability:0.00}</small></figcaption></figure>

                """);
        }

        return page.Append("</html>\n").ToString();
    }

    private static void Figure(StringBuilder page, string name, double? share)
    {
        if (share is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $", {name} {100 * share:0.0} %");
        }
    }

    private static string Picture(LabelledInk ink)
    {
        var box = InkBounds.Of(ink.Strokes);
        var scale = (Side - (2 * Margin)) / Math.Max(Math.Max(box.Height, ink.Kind == InkKind.Character ? box.Width : 0), 1e-3f);
        var width = Math.Max((box.Width * scale) + (2 * Margin), Side / 4f);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg width=\"{width:0}\" height=\"{Side}\" viewBox=\"0 0 {width:0} {Side}\" role=\"img\">");
        foreach (var stroke in ink.Strokes)
        {
            svg.Append("<path d=\"");
            for (var i = 0; i < stroke.Points.Length; i++)
            {
                var (x, y) = (Margin + ((stroke.Points[i].X - box.Left) * scale), Margin + ((stroke.Points[i].Y - box.Top) * scale));
                svg.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{x:0.#} {y:0.#}");
            }

            svg.Append(stroke.Points.Length == 1 ? "h0.1\"/>" : "\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
