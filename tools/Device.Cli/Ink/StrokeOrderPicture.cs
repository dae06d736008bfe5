using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Device.Core.Ink;
using Device.Core.Learning;

namespace Device.Cli.Ink;

/// <summary>
/// An SVG of boxes (米字格), ten in a row: the reference in grey, what was written over it in blue, strokes with a fault in red,
/// numbers in the order of writing. Ink without a printed box is laid on the reference's own box.
/// </summary>
internal sealed class StrokeOrderPicture
{
    private const int Side = 200;
    private const int Gap = 20;
    private const int InRow = 10;

    private readonly StringBuilder _cells = new();
    private int _count;

    internal void Add(CharacterStrokes character, ImmutableArray<Stroke> written, InkBounds? box, StrokeOrderReport? report)
    {
        var (column, row) = (_count % InRow, _count / InRow);
        _count++;
        Write($"<g transform=\"translate({Gap + (column * (Side + Gap))} {Gap + (row * (Side + Gap))})\">");
        _cells.Append("<use href=\"#box\"/>");
        foreach (var stroke in character.Strokes)
        {
            Line(stroke.Select(p => p * Side), "reference");
        }

        if (report is null)
        {
            Numbers([.. character.Strokes.Select(s => s[0] * Side)], []);
        }
        else
        {
            Written(character, written, box, report);
        }

        _cells.Append("</g>\n");
    }

    internal string Compose()
    {
        var (columns, rows) = (Math.Clamp(_count, 1, InRow), Math.Max(1, (_count + InRow - 1) / InRow));
        var (width, height) = (Gap + (columns * (Side + Gap)), Gap + (rows * (Side + Gap)));
        return string.Create(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width}} {{height}}" width="{{width}}" height="{{height}}">
            <style>path{fill:none;stroke-linecap:round;stroke-linejoin:round}.reference{stroke:#c8c8c8;stroke-width:12}.written{stroke:#1560bd;stroke-width:4}.wrong{stroke:#d0202a;stroke-width:4}.missing{stroke:#d0202a;stroke-width:2;stroke-dasharray:4 6}text{font:14px sans-serif;fill:#1560bd}.bad{fill:#d0202a}</style>
            <defs><g id="box"><path d="M0 0H{{Side}}V{{Side}}H0Z" stroke="#555"/><path d="M0 {{Side / 2}}H{{Side}}M{{Side / 2}} 0V{{Side}}M0 0L{{Side}} {{Side}}M{{Side}} 0L0 {{Side}}" stroke="#ddd" stroke-dasharray="4 4"/></g></defs>
            <rect width="100%" height="100%" fill="#fff"/>
            {{_cells}}</svg>

            """);
    }

    private void Written(CharacterStrokes character, ImmutableArray<Stroke> written, InkBounds? box, StrokeOrderReport report)
    {
        var wrong = report.Extra.Concat(report.Strokes.Where(s => s.Faults != StrokeFaults.None).SelectMany(s => s.Written)).ToHashSet();
        var map = box is { } b ? p => new Vector2((p.X - b.Left) / b.Width, (p.Y - b.Top) / b.Height) : Fit(written, character);
        for (var i = 0; i < written.Length; i++)
        {
            Line(written[i].Points.Select(p => map(p) * Side), wrong.Contains(i) ? "wrong" : "written");
        }

        foreach (var missing in report.Strokes.Where(s => s.Faults == StrokeFaults.Missing))
        {
            Line(character.Strokes[missing.Number - 1].Select(p => p * Side), "missing");
        }

        Numbers([.. written.Select(s => map(s.Points[0]) * Side)], wrong);
    }

    /// <summary>One scale for both axes, middle on middle.</summary>
    private static Func<InkPoint, Vector2> Fit(ImmutableArray<Stroke> written, CharacterStrokes character)
    {
        var ink = written.IsEmpty ? new InkBounds(0, 0, 1, 1) : InkBounds.Of(written);
        var wanted = InkBounds.Of(character.Strokes.SelectMany(s => s).Select(p => new InkPoint(p.X, p.Y, 0, 0)).ToArray());
        var scale = Math.Max(wanted.Width, wanted.Height) / Math.Max(Math.Max(ink.Width, ink.Height), 1e-3f);
        return p => new Vector2(((p.X - ink.CentreX) * scale) + wanted.CentreX, ((p.Y - ink.CentreY) * scale) + wanted.CentreY);
    }

    private void Line(IEnumerable<Vector2> points, string style)
    {
        var path = string.Join('L', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}")));
        Write($"<path class=\"{style}\" d=\"M{path}\"/>");
    }

    private void Numbers(IReadOnlyList<Vector2> starts, HashSet<int> wrong)
    {
        for (var i = 0; i < starts.Count; i++)
        {
            Write($"<text x=\"{starts[i].X - 12:0.#}\" y=\"{starts[i].Y:0.#}\"{(wrong.Contains(i) ? " class=\"bad\"" : "")}>{i + 1}</text>");
        }
    }

    private void Write(FormattableString text) => _cells.Append(text.ToString(CultureInfo.InvariantCulture));
}
