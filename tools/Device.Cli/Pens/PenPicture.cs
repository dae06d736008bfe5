using System.Globalization;
using System.Text;
using Device.Core.Ink;

namespace Device.Cli.Pens;

/// <summary>Strokes as an SVG picture, in millimetres: each as wide as its pressure, and what the eraser crossed in red.</summary>
internal static class PenPicture
{
    private const float Margin = 3;

    internal static string Of(IReadOnlyList<Stroke> strokes)
    {
        var bounds = strokes.Count > 0 ? InkBounds.Of(strokes) : new InkBounds(0, 0, 1, 1);
        var (width, height) = (bounds.Width + (2 * Margin), bounds.Height + (2 * Margin));
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.##}mm\" height=\"{height:0.##}mm\" viewBox=\"{bounds.Left - Margin:0.##} {bounds.Top - Margin:0.##} {width:0.##} {height:0.##}\">\n<rect x=\"{bounds.Left - Margin:0.##}\" y=\"{bounds.Top - Margin:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"#fff\"/>\n");
        foreach (var stroke in strokes)
        {
            Append(svg, stroke);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, Stroke stroke)
    {
        var pressures = stroke.Points.Select(p => p.Pressure).Where(float.IsFinite).ToArray();
        var width = stroke.Width * (0.5f + (pressures.Length > 0 ? pressures.Average() : 0.5f));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path fill=\"none\" stroke=\"{(stroke.Tool == PenTool.Eraser ? "#c00" : "#111")}\" stroke-width=\"{width:0.##}\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"");
        for (var i = 0; i < stroke.Points.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{stroke.Points[i].X:0.##} {stroke.Points[i].Y:0.##}");
        }

        svg.Append(stroke.Points.Length == 1 ? "h0.01\"/>\n" : "\"/>\n");
    }
}
