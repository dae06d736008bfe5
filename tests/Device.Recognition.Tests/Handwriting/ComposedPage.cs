using System.Collections.Immutable;
using Device.Core.Ink;
using Device.Core.Notebook;

namespace Device.Recognition.Tests.Handwriting;

/// <summary>A page composed of real lines, in millimetres, with the strokes of each line as the truth. From a seed.</summary>
internal sealed class ComposedPage(IReadOnlyList<LabelledInk> lines, Random random)
{
    private const float Size = 7;

    private readonly List<(Stroke Stroke, int Line)> _ink = [];
    private int _lines;

    /// <summary>Composes a page of one or two columns of 6 to 10 lines at about 1.6 line heights.</summary>
    /// <param name="columns">1 or 2.</param>
    /// <param name="heading">Whether a line of twice the size stands over all.</param>
    /// <param name="indented">Whether lines are indented by up to two steps of 8 mm.</param>
    /// <param name="skew">Degrees by which the page is turned.</param>
    /// <param name="late">Strokes of the first half that are written last.</param>
    internal (ImmutableArray<PlacedStroke> Ink, ulong[][] Lines) Compose(int columns = 1, bool heading = false, bool indented = false, float skew = 0, int late = 0)
    {
        _ink.Clear();
        _lines = 0;
        var top = 15f;
        if (heading)
        {
            Put(160, 15, top, 2 * Size);
            top += (2 * Size) + 8;
        }

        for (var column = 0; column < columns; column++)
        {
            var y = top + (columns > 1 ? random.NextSingle() * 6 : 0);
            for (var count = random.Next(6, 11); count > 0; count--)
            {
                var indent = indented ? random.Next(3) * 8 : 0;
                Put((columns > 1 ? 75 : 170) - indent, 15 + (95 * column) + indent, y, Size * (0.95f + (0.1f * random.NextSingle())));
                y += Size * (1.45f + (0.3f * random.NextSingle()));
            }
        }

        for (; late > 0; late--)
        {
            var at = random.Next(_ink.Count / 2);
            _ink.Add(_ink[at]);
            _ink.RemoveAt(at);
        }

        var truth = Enumerable.Range(0, _ink.Count).GroupBy(i => _ink[i].Line).OrderBy(g => g.Key).Select(g => g.Select(i => (ulong)(i + 1)).ToArray()).ToArray();
        return (TestInk.Placed(_ink.Select(i => Turned(i.Stroke, skew))), truth);
    }

    private void Put(float widest, float x, float y, float height)
    {
        LabelledInk line;
        InkBounds box;
        do
        {
            line = lines[random.Next(lines.Count)];
            box = InkBounds.Of(line.Strokes);
        }
        while (box.Width * height / box.Height > widest);

        var scale = height / box.Height;
        _ink.AddRange(line.Strokes.Select(s => (new Stroke([.. s.Points.Select(p => p with { X = x + ((p.X - box.Left) * scale), Y = y + ((p.Y - box.Top) * scale) })]), _lines)));
        _lines++;
    }

    private static Stroke Turned(Stroke stroke, float degrees)
    {
        var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
        return new Stroke([.. stroke.Points.Select(p => p with { X = 30 + (cos * p.X) - (sin * p.Y), Y = 30 + (sin * p.X) + (cos * p.Y) })]);
    }
}
