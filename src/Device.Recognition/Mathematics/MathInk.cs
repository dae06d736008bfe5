using Device.Core.Ink;

namespace Device.Recognition.Mathematics;

/// <summary>
/// The ink of an expression and the groups of strokes that may be signs. Groups are successive strokes after late ones (the dot
/// of an i, a crossing) have been put behind those they belong to.
/// </summary>
internal sealed class MathInk
{
    internal const int MaxGroup = 4;

    /// <summary>Score of a hook with a line that the net takes for no root.</summary>
    private const float UnlikeRoot = -2.5f;

    /// <summary>Against a line over or under a sign in one sign, unless it is one of those that have it.</summary>
    private const float BarApart = -3f;

    private readonly IInkRecognizer _characters;
    private readonly Stroke[] _strokes;
    private readonly int[] _order;

    internal MathInk(Stroke[] strokes, IInkRecognizer characters)
    {
        (_strokes, _characters) = (strokes, characters);
        var sizes = strokes.Where(s => !StrokeShape.IsLevel(s)).Select(s => s.Bounds.Height).Where(h => h > 0).Order().ToArray();
        var widest = strokes.Max(s => Math.Max(s.Bounds.Width, s.Bounds.Height));
        Em = Math.Max(sizes.Length == 0 ? widest : sizes[(sizes.Length - 1) * 2 / 3], Math.Max(0.05f * widest, 1e-3f));
        _order = Order();
    }

    /// <summary>A typical height of signs.</summary>
    internal float Em { get; }

    internal int Count => _strokes.Length;

    /// <summary>Every group that begins with a stroke in the order of this ink, shortest first; the first one always is there.</summary>
    internal List<MathGlyph> From(int first)
    {
        var groups = new List<MathGlyph>();
        for (var count = 1; count <= MaxGroup && first + count <= _order.Length; count++)
        {
            var members = _order[first..(first + count)];
            if (count > 1 && !MayBeOne(members))
            {
                continue;
            }

            var readings = Read(members);
            if (readings.Length > 0 || count == 1)
            {
                groups.Add(new MathGlyph(members, InkBounds.Of(members.Select(i => _strokes[i])), readings, MathWeights.Sign + Cohesion(members) + (HasBarApart(members) && readings[0].Sign is not ("≤" or "≥" or "±" or "=" or "≠" or "≈") ? BarApart : 0)));
            }
        }

        return groups;
    }

    /// <summary>A stroke that touches an earlier one which is not its neighbour, or dots it, goes behind that one.</summary>
    private int[] Order()
    {
        var order = new List<int>();
        for (var i = 0; i < _strokes.Length; i++)
        {
            var host = -1;
            if (order.Count > 1 && _strokes[i].Bounds is { } box && !IsBar(i) && StrokeShape.RootHook(_strokes[i], Em) is null)
            {
                host = order.FindLastIndex(o => IsHost(_strokes[o], _strokes[i], box));
            }

            if (host >= 0 && host < order.Count - 1 && order.Count - host > 1 && !IsHost(_strokes[order[^1]], _strokes[i], _strokes[i].Bounds))
            {
                order.Insert(host + 1, i);
            }
            else
            {
                order.Add(i);
            }
        }

        return [.. order];
    }

    private bool IsHost(Stroke host, Stroke late, InkBounds box)
    {
        if (StrokeShape.RootHook(host, Em) is not null || (StrokeShape.IsLevel(host) && host.Bounds.Width > 1.2f * Em))
        {
            return false;
        }

        var isDot = Math.Max(box.Width, box.Height) < 0.16f * Em;
        return isDot
            ? box.Bottom < host.Bounds.Top + (0.1f * Em) && host.Bounds.Top - box.Bottom < 0.5f * Em && Math.Abs(box.CentreX - host.Bounds.CentreX) < 0.3f * Em && host.Bounds.Height > 0.3f * Em
            : StrokeShape.Crosses(host, late);
    }

    private bool IsBar(int stroke) => StrokeShape.IsLevel(_strokes[stroke]) && _strokes[stroke].Bounds.Width > 1.1f * Em;

    private bool MayBeOne(int[] members)
    {
        var box = InkBounds.Of(members.Select(i => _strokes[i]));
        if (members.Length == 2 && IsRootOfTwo(members))
        {
            return true;
        }

        if (box.Width > 1.7f * Em || (box.Height > 2.2f * Em && !(members.Length == 2 && box.Width < 0.8f * Em)) || members.Any(i => IsBar(i) && members.Any(j => j != i && !StrokeShape.IsLevel(_strokes[j]))))
        {
            return false;
        }

        for (var k = 1; k < members.Length; k++)
        {
            if (members[..k].Min(m => StrokeShape.Gap(_strokes[m].Bounds, _strokes[members[k]].Bounds)) > 0.5f * Em || Beside(members[..k], members[k]) > 0.3f * Em)
            {
                return false;
            }
        }

        // A dot stands above or below what it belongs to, never beside it.
        if (members.Any(i => IsDot(i) && !members.Any(j => j != i && !IsDot(j) && Over(_strokes[i], _strokes[j]))))
        {
            return false;
        }

        return true;
    }

    /// <summary>A hook, and a line that goes on from its upper end.</summary>
    private bool IsRootOfTwo(int[] members)
    {
        var (hook, line) = (_strokes[members[0]], _strokes[members[1]]);
        if (!StrokeShape.IsLevel(line) || hook.Bounds.Height < 0.5f * Em)
        {
            return false;
        }

        var end = hook.Points[^1];
        return Math.Abs(line.Bounds.Left - end.X) < 0.25f * Em && Math.Abs(line.Points[0].Y - end.Y) < 0.25f * Em && end.Y < hook.Bounds.Top + (0.2f * hook.Bounds.Height);
    }

    private bool IsDot(int stroke) => Math.Max(_strokes[stroke].Bounds.Width, _strokes[stroke].Bounds.Height) < 0.16f * Em;

    private bool Over(Stroke dot, Stroke sign)
    {
        var (d, s) = (dot.Bounds, sign.Bounds);
        var isAbove = d.CentreX > s.Left - (0.12f * Em) && d.CentreX < s.Right + (0.12f * Em) && d.CentreY < s.Top;
        var isBelow = d.CentreX > s.Left && d.CentreX < s.Right && d.CentreY > s.Bottom + (0.03f * Em);
        return isAbove || isBelow || StrokeShape.Distance(dot, sign) < 0.03f * Em;
    }

    /// <summary>The free space in x between a stroke and those before it.</summary>
    private float Beside(int[] before, int stroke)
    {
        var (box, next) = (InkBounds.Of(before.Select(i => _strokes[i])), _strokes[stroke].Bounds);
        return Math.Max(0, Math.Max(next.Left - box.Right, box.Left - next.Right));
    }

    private bool HasBarApart(int[] members) => members.Length == 2 && members.Count(i => StrokeShape.IsLevel(_strokes[i])) == 1
        && Math.Max(_strokes[members[0]].Bounds.Top - _strokes[members[1]].Bounds.Bottom, _strokes[members[1]].Bounds.Top - _strokes[members[0]].Bounds.Bottom) > 0.08f * Em;

    private bool IsInside(int[] before, int stroke)
    {
        var (box, next) = (InkBounds.Of(before.Select(i => _strokes[i])), _strokes[stroke].Bounds);
        float x = 0.2f * box.Width, y = 0.15f * box.Height;
        return next.CentreX > box.Left + x && next.CentreX < box.Right - x && next.CentreY > box.Top + y && next.CentreY < box.Bottom - y;
    }

    /// <summary>Signs that geometry alone tells: two level lines over each other, and a line between two dots.</summary>
    private string? ByGeometry(int[] members)
    {
        var boxes = members.Select(i => _strokes[i].Bounds).ToArray();
        var lines = members.Where(i => StrokeShape.IsLevel(_strokes[i]) && !IsDot(i)).ToArray();
        if (members.Length == 2 && lines.Length == 2)
        {
            float narrow = boxes.Min(b => b.Width), wide = boxes.Max(b => b.Width), shared = boxes.Min(b => b.Right) - boxes.Max(b => b.Left);
            return wide < 1.8f * narrow && shared > 0.6f * narrow && Math.Abs(boxes[0].CentreY - boxes[1].CentreY) < 0.8f * wide ? "=" : null;
        }

        if (members.Length == 2 && lines.Length == 1)
        {
            var upright = members.Where(i => i != lines[0]).Select(i => _strokes[i]).First();
            var (level, up) = (_strokes[lines[0]].Bounds, upright.Bounds);
            var crosses = IsMiddle(up.CentreX, level.Left, level.Right) && IsMiddle(level.CentreY, up.Top, up.Bottom);
            return crosses && up.Width < 0.36f * up.Height && StrokeShape.Length(upright) < 1.25f * up.Height ? "+" : null;
        }

        if (members.Length != 3 || lines.Length != 1 || members.Count(IsDot) != 2)
        {
            return null;
        }

        var line = _strokes[lines[0]].Bounds;
        var dots = members.Where(IsDot).Select(i => _strokes[i].Bounds).OrderBy(b => b.CentreY).ToArray();
        return dots[0].CentreY < line.CentreY && dots[1].CentreY > line.CentreY && dots.All(d => d.CentreX > line.Left && d.CentreX < line.Right) ? "÷" : null;
    }

    private static bool IsMiddle(float at, float from, float to) => at > from + (0.25f * (to - from)) && at < to - (0.25f * (to - from));

    private float Cohesion(int[] members)
    {
        if (ByGeometry(members) is not null || (members.Length == 2 && IsRootOfTwo(members)))
        {
            return MathWeights.Crossing * (members.Length - 1);
        }

        var sum = 0f;
        for (var k = 1; k < members.Length; k++)
        {
            var beside = Beside(members[..k], members[k]) / Em;
            sum += beside > 0.02f ? MathWeights.Beside + (MathWeights.BesideWidth * beside) : 0;
            var near = members[..k].Min(m => StrokeShape.Distance(_strokes[m], _strokes[members[k]]));
            sum += near <= 0 ? MathWeights.Crossing
                : IsInside(members[..k], members[k]) ? MathWeights.Inside
                : near < 0.05f * Em && beside <= 0 ? MathWeights.Touching
                : MathWeights.Apart * near / Em;
        }

        return sum;
    }

    private GlyphReading[] Read(int[] members)
    {
        var strokes = members.Select(i => _strokes[i]).ToArray();
        var box = InkBounds.Of(strokes);
        if (members.Length == 1 && StrokeShape.IsLevel(strokes[0]) && box.Width > 0.15f * Em)
        {
            return [new GlyphReading(MathSigns.Minus, -0.05f)];
        }

        if (members.Length == 1 && Math.Max(box.Width, box.Height) < 0.16f * Em)
        {
            return [new GlyphReading(".", -0.3f), new GlyphReading(",", -2.5f)];
        }

        if (ByGeometry(members) is { } known)
        {
            return [new GlyphReading(known, -0.05f)];
        }

        var hook = members.Length == 1 ? StrokeShape.RootHook(strokes[0], Em)
            : members.Length == 2 && IsRootOfTwo(members) ? StrokeShape.RootHook(StrokeShape.Joined(strokes[0], strokes[1]), Em) ?? strokes[0] : null;
        var best = new Dictionary<string, float>(StringComparer.Ordinal);
        if (hook is not null)
        {
            Add(best, _characters.RecognizeCharacter([hook], InkScript.Mathematics, 10), s => s == MathSigns.Root ? 0 : float.NegativeInfinity);
        }

        if (hook is not null && !best.ContainsKey(MathSigns.Root))
        {
            best[MathSigns.Root] = UnlikeRoot;
        }

        if (box.Width < 1.8f * Em || hook is null)
        {
            Add(best, _characters.RecognizeCharacter(strokes, InkScript.Mathematics, 12), s => s == MathSigns.Root && hook is null ? -3 : 0);
        }

        MathSigns.AddTwins(best);
        return [.. best.Where(b => b.Value > -9).Select(b => new GlyphReading(b.Key, b.Value)).OrderByDescending(r => r.Score).Take(8)];
    }

    private static void Add(Dictionary<string, float> best, IEnumerable<InkCandidate> candidates, Func<string, float> extra)
    {
        foreach (var candidate in candidates)
        {
            if (MathSigns.Of(candidate.Text) is { } sign)
            {
                var score = MathF.Log(Math.Max(candidate.Probability, 1e-6f)) + sign.Prior + extra(sign.Sign);
                best[sign.Sign] = Math.Max(best.GetValueOrDefault(sign.Sign, float.NegativeInfinity), score);
            }
        }
    }
}
