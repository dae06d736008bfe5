using Device.Core.Ink;

namespace Device.Recognition.Mathematics;

/// <summary>From signs with places to rows: roots take what is under them, bars what is above and below, relations part the lines of a system.</summary>
internal sealed class MathStructure(float em)
{
    internal MathRow Build(List<MathItem> items)
    {
        var nested = Fractions(Roots(items));
        var lines = Lines(nested);
        if (lines is null)
        {
            return new ScriptRow(em).Read(nested);
        }

        var rows = lines.Select(l => new ScriptRow(em).Read(l)).ToList();
        var system = new MathItem { Form = ItemForm.System, Box = ItemBox.Of(nested), Rows = rows };
        return new MathRow([system], em, system.Box.Bottom, rows.Sum(r => r.Score));
    }

    /// <summary>Inner roots first: the smaller the sign, the deeper it is.</summary>
    private List<MathItem> Roots(List<MathItem> items)
    {
        var left = new List<MathItem>(items);
        foreach (var root in items.Where(i => i.Sign == MathSigns.Root).OrderBy(i => i.Box.Width * i.Box.Height))
        {
            var box = root.Box;
            var degree = left.Where(i => i != root && IsDegree(i.Box, box)).ToList();
            var inside = left.Where(i => i != root && !degree.Contains(i) && IsUnder(i.Box, box)).ToList();
            if (inside.Count == 0)
            {
                continue;
            }

            left.RemoveAll(i => i == root || degree.Contains(i) || inside.Contains(i));
            var rows = new List<MathRow> { Build(inside) };
            if (degree.Count > 0)
            {
                rows.Add(Build(degree));
            }

            left.Add(new MathItem
            {
                Form = ItemForm.Root,
                Box = ItemBox.Of([root, .. inside, .. degree]),
                Glyph = root.Glyph,
                Rows = rows,
            });
        }

        return left;
    }

    private bool IsUnder(InkBounds item, InkBounds root) =>
        item.CentreX > root.Left + (0.35f * Math.Min(root.Height, em)) && item.CentreX < root.Right + (0.1f * em)
        && item.CentreY > root.Top - (0.05f * em) && item.CentreY < root.Bottom + (0.2f * em);

    private static bool IsDegree(InkBounds item, InkBounds root) =>
        item.Height < 0.55f * root.Height && item.Bottom < root.Top + (0.75f * root.Height) && item.CentreX > root.Left - (0.3f * root.Height)
        && item.CentreX < root.Left + (0.3f * root.Height) && item.Right < root.Left + (0.5f * root.Height) && item.CentreY > root.Top - (0.5f * root.Height);

    /// <summary>Inner bars first: the shorter the bar, the deeper it is.</summary>
    private List<MathItem> Fractions(List<MathItem> items)
    {
        var left = new List<MathItem>(items);
        foreach (var bar in items.Where(i => i.IsBar).OrderBy(i => i.Box.Width))
        {
            var (above, below) = (Beside(bar, left, isAbove: true), Beside(bar, left, isAbove: false));
            if (above.All(IsDot) || below.All(IsDot))
            {
                continue;
            }

            left.RemoveAll(i => i == bar || above.Contains(i) || below.Contains(i));
            left.Add(new MathItem
            {
                Form = ItemForm.Fraction,
                Box = ItemBox.Of([bar, .. above, .. below]),
                Glyph = bar.Glyph,
                Rows = [Build(above), Build(below)],
            });
        }

        return left;
    }

    private static bool IsDot(MathItem item) => item.Kind == SignKind.Point;

    private List<MathItem> Beside(MathItem bar, List<MathItem> items, bool isAbove)
    {
        var line = bar.Box;
        var slack = 0.2f * em;
        var found = new List<MathItem>();
        var candidates = items.Where(i => i != bar && i.Box.CentreX > line.Left - slack && i.Box.CentreX < line.Right + slack
                && i.Box.Left > line.Left - (0.5f * em) && i.Box.Right < line.Right + (0.5f * em) && (isAbove ? i.Box.CentreY < line.CentreY : i.Box.CentreY > line.CentreY))
            .Select(i => (Item: i, Gap: isAbove ? line.Top - i.Box.Bottom : i.Box.Top - line.Bottom)).OrderBy(c => c.Gap);
        foreach (var (item, gap) in candidates)
        {
            var isNear = gap < 0.62f * em || (gap < 1.3f * em && found.Any(f => StrokeShape.Gap(f.Box, item.Box) < 0.6f * em));
            if (gap > -0.25f * em && isNear && !IsBehindAnotherBar(item, bar, items))
            {
                found.Add(item);
            }
        }

        return found;
    }

    private static bool IsBehindAnotherBar(MathItem item, MathItem bar, List<MathItem> items) => items.Any(other =>
        other != bar && other != item && other.IsBar && other.Box.Width > bar.Box.Width && other.Box.Left < item.Box.CentreX && other.Box.Right > item.Box.CentreX
        && (other.Box.CentreY - item.Box.CentreY) * (other.Box.CentreY - bar.Box.CentreY) < 0);

    /// <summary>The lines of a system, from top to bottom, or null for one line. Every line has a relation.</summary>
    private List<List<MathItem>>? Lines(List<MathItem> items)
    {
        var relations = items.Where(i => i.Kind == SignKind.Relation).OrderBy(i => i.Box.CentreY).ToList();
        var centres = new List<List<float>>();
        foreach (var relation in relations)
        {
            if (centres.Count == 0 || relation.Box.CentreY - centres[^1][^1] > 0.9f * em)
            {
                centres.Add([]);
            }

            centres[^1].Add(relation.Box.CentreY);
        }

        if (centres.Count < 2)
        {
            return null;
        }

        var middles = centres.Select(c => c.Average()).ToArray();
        var brace = items.Where(i => i.Form == ItemForm.Sign && i.Box.Height > 1.6f * em && i.Box.Width < 0.6f * i.Box.Height && i.Box.Top < middles[0] && i.Box.Bottom > middles[^1])
            .MinBy(i => i.Box.Left);
        var lines = middles.Select(_ => new List<MathItem>()).ToList();
        foreach (var item in items.Where(i => i != brace))
        {
            var nearest = Enumerable.Range(0, middles.Length).MinBy(k => Math.Abs(item.Axis - middles[k]));
            lines[nearest].Add(item);
        }

        if (brace is null)
        {
            DropHalves(lines, middles);
        }

        return lines;
    }

    /// <summary>A brace in two strokes stands as a high sign before each of two lines, one going on where the other ends.</summary>
    private void DropHalves(List<List<MathItem>> lines, float[] middles)
    {
        var first = lines.SelectMany(l => l).MinBy(i => i.Box.Left);
        if (first is { Form: ItemForm.Sign } && first.Box.Height > 1.15f * em && lines.SelectMany(l => l).All(i => i == first || i.Box.Left > first.Box.Right - (0.1f * em)))
        {
            lines.ForEach(l => l.Remove(first));
            return;
        }

        var (upper, lower) = (lines[0].MinBy(i => i.Box.Left), lines[^1].MinBy(i => i.Box.Left));
        if (upper is null || lower is null || upper.Form != ItemForm.Sign || lower.Form != ItemForm.Sign || upper == lower)
        {
            return;
        }

        var (a, b) = (upper.Box, lower.Box);
        if (Math.Abs(a.CentreX - b.CentreX) < 0.5f * em && b.Top - a.Bottom < 0.3f * em && b.Bottom - a.Top > middles[^1] - middles[0] && Math.Min(a.Height, b.Height) > 0.8f * em)
        {
            lines[0].Remove(upper);
            lines[^1].Remove(lower);
        }
    }
}

/// <summary>The box around items.</summary>
internal static class ItemBox
{
    internal static InkBounds Of(IEnumerable<MathItem> items) => items.Select(i => i.Box).Aggregate((a, b) => a.Union(b));
}
