using System.Collections.Immutable;
using Device.Core.Ink;

namespace Device.Core.Notebook;

/// <summary>All that facts have said of one stroke. Not thread-safe.</summary>
internal sealed class StrokeState(FactId id)
{
    private List<FactId>? _erasures;
    private List<(Fact Fact, ImmutableArray<StrokeRange> Parts)>? _parts;
    private ImmutableArray<(StrokeRange? Range, Stroke Stroke)> _pieces;
    private int _version = -1;

    public FactId Id => id;

    public Hlc Time { get; private set; }

    /// <summary>What was drawn; null while only other facts have named it.</summary>
    public Stroke? Stroke { get; private set; }

    /// <summary>The move that counts; null where it was never moved.</summary>
    public Fact? Move { get; private set; }

    /// <summary>The page to which it was moved; null where it lies where it was drawn.</summary>
    public FactId? Target => ((StrokesMoved?)Move?.Body)?.Target;

    /// <summary>The fact that put it where it lies.</summary>
    public FactId Witness => Move?.Id ?? id;

    public bool Draw(Stroke stroke, Hlc time)
    {
        if (Stroke is not null)
        {
            return false;
        }

        (Stroke, Time, _version) = (stroke, time, -1);
        return true;
    }

    public void Erase(FactId fact)
    {
        (_erasures ??= []).Add(fact);
        _version = -1;
    }

    public void ErasePartly(Fact fact, ImmutableArray<StrokeRange> parts)
    {
        (_parts ??= []).Add((fact, parts));
        _version = -1;
    }

    public bool Place(Fact move)
    {
        if (Move is { } known && (known.Time, known.Id).CompareTo((move.Time, move.Id)) >= 0)
        {
            return false;
        }

        (Move, _version) = (move, -1);
        return true;
    }

    /// <summary>Whether a part was erased, by a fact that counts, after a moment.</summary>
    public bool ChangedAfter((Hlc Time, FactId Id) moment, Revocable erasures) =>
        _parts is not null && _parts.Any(p => (p.Fact.Time, p.Fact.Id).CompareTo(moment) > 0 && erasures.Counts(p.Fact.Id));

    /// <summary>What is left of it where it lies now; empty when it is erased or not yet drawn.</summary>
    public ImmutableArray<(StrokeRange? Range, Stroke Stroke)> Pieces(Revocable erasures)
    {
        if (_version != erasures.Version || _pieces.IsDefault)
        {
            (_pieces, _version) = (Left(erasures.Counts), erasures.Version);
        }

        return _pieces;
    }

    /// <summary>Whether nothing is left of it and nothing can bring it back, by facts that every machine has seen.</summary>
    public bool IsGoneForGood(Revocable erasures, TombstoneHorizon horizon) =>
        Stroke is not null && horizon.Seen.Contains(id)
        && Left(f => erasures.Counts(f) && horizon.Seen.Contains(f) && erasures.IsSettled(f, horizon.Time)).IsEmpty;

    private ImmutableArray<(StrokeRange? Range, Stroke Stroke)> Left(Func<FactId, bool> counts)
    {
        if (Stroke is null || (_erasures is not null && _erasures.Any(counts)))
        {
            return [];
        }

        var placement = ((StrokesMoved?)Move?.Body)?.Placement ?? Placement.AsDrawn;
        var erased = _parts?.Where(p => counts(p.Fact.Id)).SelectMany(p => p.Parts).ToList();
        return erased is { Count: > 0 }
            ? [.. StrokePieces.Left(Stroke, erased).Select(p => (p.Range, placement.Apply(p.Stroke)))]
            : [(null, placement.Apply(Stroke))];
    }
}
