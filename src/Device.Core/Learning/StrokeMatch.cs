using System.Numerics;

namespace Device.Core.Learning;

/// <summary>
/// Finds which written stroke is which of a character, whatever their order and direction: least-cost assignment by shape,
/// direction and place, then strokes that are left over are tried as parts of joined and split ones.
/// </summary>
internal sealed class StrokeMatch
{
    /// <summary>Price of a missing or an extra stroke, in boxes: a pair farther apart than twice this is no pair.</summary>
    private const float Alone = 0.16f;

    /// <summary>How much nearer the reversed stroke must be.</summary>
    private const float ReversedBy = 0.03f;

    private const float JoinPrice = 0.04f;
    private const int MostJoined = 4;
    private const int MostPieces = 3;
    private const int Rounds = 3;

    private readonly IReadOnlyList<Vector2>[] _lines;
    private readonly IReadOnlyList<Vector2>[] _references;
    private readonly StrokePath[] _paths;

    private StrokeMatch(IReadOnlyList<Vector2>[] written, IReadOnlyList<Vector2>[] references, StrokeFrame start)
    {
        (_lines, _references, _paths, Frame) = (written, references, [.. references.Select(StrokePath.Of)], start);
        for (var round = 0; round < Rounds; round++)
        {
            Frame = round == 0 ? start : Frame.Fit(Pairs());
            Written = [.. _lines.Select(l => StrokePath.Of([.. l.Select(Frame.Map)]))];
            Units = Assign([], []);
            Regroup();
        }

        Total = Units.Sum(u => u.Cost) + (Alone * (_lines.Length - Units.Sum(u => u.Written.Length) + _references.Length - Units.Sum(u => u.References.Length)));
    }

    internal StrokeFrame Frame { get; }

    /// <summary>The written strokes in the reference's box.</summary>
    internal StrokePath[] Written { get; } = [];

    internal List<StrokeUnit> Units { get; private set; } = [];

    internal float Total { get; }

    internal static StrokeMatch Best(IReadOnlyList<Vector2>[] written, IReadOnlyList<Vector2>[] references, bool boxIsKnown)
    {
        var byInk = new StrokeMatch(written, references, StrokeFrame.Between(written.SelectMany(l => l), references.SelectMany(l => l)));
        if (!boxIsKnown)
        {
            return byInk;
        }

        var byBox = new StrokeMatch(written, references, StrokeFrame.Identity);
        return byBox.Total <= byInk.Total + (Alone / 2) ? byBox : byInk;
    }

    /// <summary>The path of written strokes one after the other, as they are in the reference's box.</summary>
    private StrokePath PathOf(int[] written) => written.Length == 1 ? Written[written[0]] : StrokePath.Of([.. written.SelectMany(w => _lines[w]).Select(Frame.Map)]);

    /// <summary>The path of a unit's written strokes in the direction of the character's.</summary>
    internal StrokePath PathOf(StrokeUnit unit) => unit.IsReversed ? PathOf(unit.Written).Reversed() : PathOf(unit.Written);

    /// <summary>The path of successive strokes of the character without lifting the pen.</summary>
    internal StrokePath ReferenceOf(int[] references) => references.Length == 1 ? _paths[references[0]] : StrokePath.Of([.. references.SelectMany(r => _references[r])]);

    private List<(Vector2 From, Vector2 To)> Pairs()
    {
        var pairs = new List<(Vector2, Vector2)>(Units.Count * StrokePath.Count);
        foreach (var unit in Units)
        {
            var (from, to) = (PathOf(unit.Written).Points, ReferenceOf(unit.References).Points);
            for (var k = 0; k < StrokePath.Count; k++)
            {
                pairs.Add((from[k], to[unit.IsReversed ? StrokePath.Count - 1 - k : k]));
            }
        }

        return pairs;
    }

    /// <summary>Assigns what no given unit has already.</summary>
    private List<StrokeUnit> Assign(List<StrokeUnit> given, HashSet<int> takenReferences)
    {
        var takenWritten = given.SelectMany(u => u.Written).ToHashSet();
        int[] rows = [.. Enumerable.Range(0, _lines.Length).Where(w => !takenWritten.Contains(w))];
        int[] columns = [.. Enumerable.Range(0, _references.Length).Where(r => !takenReferences.Contains(r))];
        var (cost, reversed) = (new float[rows.Length, columns.Length], new bool[rows.Length, columns.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                (cost[i, j], reversed[i, j]) = Distance(Written[rows[i]], _paths[columns[j]]);
            }
        }

        var columnOf = new int[rows.Length];
        LeastCostAssignment.Solve(cost, Alone, columnOf);
        var units = new List<StrokeUnit>(given);
        for (var i = 0; i < rows.Length; i++)
        {
            if (columnOf[i] is var j and >= 0)
            {
                units.Add(new StrokeUnit([rows[i]], [columns[j]], reversed[i, j], cost[i, j]));
            }
        }

        return units;
    }

    private static (float Cost, bool IsReversed) Distance(StrokePath written, StrokePath reference)
    {
        // Twice the price of being alone is never paid: the warping is spared where the middles are too far apart.
        if (Vector2.Distance(written.Centre, reference.Centre) > 3 * Alone)
        {
            return (3 * Alone, false);
        }

        var (forward, backward) = (written.Distance(reference), written.Reversed().Distance(reference));
        return backward + ReversedBy < forward ? (backward + ReversedBy, true) : (forward, false);
    }

    /// <summary>Takes the joined or split stroke that saves most until none saves anything.</summary>
    private void Regroup()
    {
        var kept = new List<StrokeUnit>();
        while (_lines.Length != _references.Length || kept.Count > 0 || Units.Count < _lines.Length)
        {
            var best = Candidates(kept).Select(c => (Unit: c, Saved: Saved(c))).Where(c => c.Saved > 0.01f).OrderByDescending(c => c.Saved).FirstOrDefault();
            if (best.Saved <= 0)
            {
                return;
            }

            kept.Add(best.Unit);
            Units = Assign(kept, [.. kept.SelectMany(u => u.References)]);
        }
    }

    private IEnumerable<StrokeUnit> Candidates(List<StrokeUnit> kept)
    {
        var (missing, extra) = (Missing(), Extra());
        for (var count = 2; count <= MostJoined; count++)
        {
            for (var first = 0; first + count <= _references.Length; first++)
            {
                int[] run = [.. Enumerable.Range(first, count)];
                if (run.Any(missing.Contains) && !kept.Any(u => u.References.Intersect(run).Any()))
                {
                    var path = ReferenceOf(run);
                    foreach (var w in Enumerable.Range(0, _lines.Length).Where(w => !kept.Any(u => u.Written.Contains(w))))
                    {
                        yield return Unit([w], run, path);
                    }
                }
            }
        }

        for (var count = 2; count <= MostPieces; count++)
        {
            for (var first = 0; first + count <= _lines.Length; first++)
            {
                int[] run = [.. Enumerable.Range(first, count)];
                if (run.Any(extra.Contains) && !kept.Any(u => u.Written.Intersect(run).Any()))
                {
                    foreach (var r in Enumerable.Range(0, _references.Length).Where(r => !kept.Any(u => u.References.Contains(r))))
                    {
                        yield return Unit(run, [r], _paths[r]);
                    }
                }
            }
        }
    }

    /// <summary>A longer stroke has its ends where the reference has them, or it is another one.</summary>
    private StrokeUnit Unit(int[] written, int[] references, StrokePath reference)
    {
        var path = PathOf(written);
        var apart = Vector2.Distance(path.Points[0], reference.Points[0]) + Vector2.Distance(path.Points[^1], reference.Points[^1]);
        var pairs = Math.Max(written.Length, references.Length);
        return new StrokeUnit(written, references, false, (pairs * (path.Distance(reference) + (apart / 4))) + JoinPrice);
    }

    /// <summary>What a unit saves if those who lose a partner stay alone.</summary>
    private float Saved(StrokeUnit unit)
    {
        var (saved, touched) = (-unit.Cost, Units.Where(u => u.Written.Intersect(unit.Written).Any() || u.References.Intersect(unit.References).Any()).ToArray());
        saved += touched.Sum(u => u.Cost);
        var free = touched.Sum(u => u.Written.Except(unit.Written).Count() + u.References.Except(unit.References).Count());
        var (missing, extra) = (Missing(), Extra());
        return saved - (Alone * free) + (Alone * (unit.References.Count(missing.Contains) + unit.Written.Count(extra.Contains)));
    }

    private HashSet<int> Missing() => [.. Enumerable.Range(0, _references.Length).Except(Units.SelectMany(u => u.References))];

    private HashSet<int> Extra() => [.. Enumerable.Range(0, _lines.Length).Except(Units.SelectMany(u => u.Written))];
}
