using System.Collections.Immutable;
using System.Numerics;
using Device.Core.Ink;

namespace Device.Core.Learning;

/// <summary>
/// Compares a written character with how it should be written. Pure; any thread. A character of 30 strokes takes some tens of
/// milliseconds.
/// </summary>
public static class StrokeOrderCheck
{
    /// <summary>Most written strokes that are looked at; the rest is extra.</summary>
    public const int MaxWritten = StrokeReferences.MaxStrokes;

    /// <summary>Distance in boxes at which the score for shape is 100/e, and the same for placement.</summary>
    private const float ShapeScale = 0.12f, PlacementScale = 0.16f;

    /// <summary>Compares.</summary>
    /// <param name="character">How it should be written.</param>
    /// <param name="written">The strokes in the order of writing, in any unit; none is allowed.</param>
    /// <param name="box">The printed box in the same unit, or null where there is none: then a missing stroke at the edge of
    /// the character can be mistaken, and the character's place and size do not count.</param>
    /// <returns>A verdict for every stroke.</returns>
    public static StrokeOrderReport Compare(CharacterStrokes character, ReadOnlySpan<Stroke> written, InkBounds? box)
    {
        var lines = new IReadOnlyList<Vector2>[Math.Min(written.Length, MaxWritten)];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = Line(written[i], box);
        }

        IReadOnlyList<Vector2>[] references = [.. character.Strokes];
        var tooMany = Enumerable.Range(lines.Length, written.Length - lines.Length);
        if (lines.Length == 0)
        {
            return new StrokeOrderReport([.. references.Select((_, r) => Missing(r))], [.. tooMany], 0, 0);
        }

        var match = StrokeMatch.Best(lines, references, box is not null);
        var units = match.Units.OrderBy(u => u.Written[0]).ToArray();
        int[] sequence = [.. units.SelectMany(u => u.References)];
        var inTurn = LongestIncreasing(sequence);
        var verdicts = Enumerable.Range(0, references.Length).Select(Missing).ToArray();
        foreach (var unit in units)
        {
            var distance = match.PathOf(unit).Distance(match.ReferenceOf(unit.References));
            foreach (var r in unit.References)
            {
                var faults = (unit.IsReversed ? StrokeFaults.Reversed : 0) | (unit.References.Length > 1 ? StrokeFaults.Joined : 0)
                    | (unit.Written.Length > 1 ? StrokeFaults.Split : 0) | (inTurn.Contains(r) ? 0 : StrokeFaults.OutOfOrder);
                verdicts[r] = new StrokeVerdict(r + 1, faults, [.. unit.Written], Array.IndexOf(sequence, r) + 1, distance);
            }
        }

        ImmutableArray<int> extra = [.. Enumerable.Range(0, lines.Length).Except(units.SelectMany(u => u.Written)), .. tooMany];
        return new StrokeOrderReport([.. verdicts], extra, Score(ShapeDistance(match), ShapeScale), Score(PlacementDistance(match, lines, references, box is not null), PlacementScale));
    }

    private static StrokeVerdict Missing(int reference) => new(reference + 1, StrokeFaults.Missing, [], 0, 0);

    private static Vector2[] Line(Stroke stroke, InkBounds? box)
    {
        var (from, size) = box is { } b ? (new Vector2(b.Left, b.Top), new Vector2(Math.Max(b.Width, 1e-3f), Math.Max(b.Height, 1e-3f))) : (Vector2.Zero, Vector2.One);
        return [.. stroke.Points.Select(p => (new Vector2(p.X, p.Y) - from) / size)];
    }

    /// <summary>Those of a sequence of different numbers that stand in ascending order; as many as there can be.</summary>
    private static HashSet<int> LongestIncreasing(int[] sequence)
    {
        var (length, before) = (new int[sequence.Length], new int[sequence.Length]);
        var last = -1;
        for (var i = 0; i < sequence.Length; i++)
        {
            (length[i], before[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (sequence[j] < sequence[i] && length[j] >= length[i])
                {
                    (length[i], before[i]) = (length[j] + 1, j);
                }
            }

            last = last < 0 || length[i] > length[last] ? i : last;
        }

        var kept = new HashSet<int>();
        for (; last >= 0; last = before[last])
        {
            kept.Add(sequence[last]);
        }

        return kept;
    }

    private static float ShapeDistance(StrokeMatch match) => Mean(match, (path, reference) =>
    {
        var shift = reference.Centre - path.Centre;
        return path.Map(p => p + shift).Distance(reference);
    });

    /// <summary>How far the middles of strokes are from where they should be; with a box, also half of how far the whole is, and a sixth of the logarithm of its size.</summary>
    private static float PlacementDistance(StrokeMatch match, IReadOnlyList<Vector2>[] lines, IReadOnlyList<Vector2>[] references, bool boxIsKnown)
    {
        var among = Mean(match, (path, reference) => Vector2.Distance(path.Centre, reference.Centre));
        if (!boxIsKnown)
        {
            return among;
        }

        var ((low, high), (wantedLow, wantedHigh)) = (StrokeFrame.Box(lines.SelectMany(l => l)), StrokeFrame.Box(references.SelectMany(r => r)));
        var size = MathF.Log(Math.Max((high - low).Length(), 1e-3f) / (wantedHigh - wantedLow).Length());
        return among + (((low + high - wantedLow - wantedHigh) / 2).Length() / 2) + (Math.Abs(size) / 6);
    }

    private static float Mean(StrokeMatch match, Func<StrokePath, StrokePath, float> distance) => match.Units.Count == 0
        ? float.PositiveInfinity
        : match.Units.Average(u => distance(match.PathOf(u), match.ReferenceOf(u.References)));

    private static int Score(float distance, float scale) => (int)MathF.Round(100 * MathF.Exp(-(distance / scale) * (distance / scale)));
}
