using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// What the lines of a page were read as, by models and by the user. A line stands while it is the latest of its kind for each
/// of its strokes and its ink is as it was. Where a correction and a reading that stand share a stroke, the correction
/// wins when it names every stroke of the reading, or is later; otherwise the reading does. Not thread-safe.
/// </summary>
internal sealed class PageReadings
{
    private readonly Dictionary<FactId, (Hlc Time, LineRead Line)> _readings = [];
    private readonly Dictionary<FactId, (Hlc Time, LineRead Line)> _corrections = [];
    private readonly Dictionary<FactId, (FactId Id, LineCandidates Candidates)> _candidates = [];
    private readonly Dictionary<FactId, (Hlc Time, FactId Id)> _latestReading = [];
    private readonly Dictionary<FactId, (Hlc Time, FactId Id)> _latestCorrection = [];

    public bool Add(Fact fact, LineRead line) => Add(fact, line, _readings, _latestReading);

    public bool Add(Fact fact, LineCandidates candidates)
    {
        // One reading has one list; of several the first name counts, whatever the order they come in.
        if (_candidates.TryGetValue(candidates.Reading, out var known) && known.Id.CompareTo(fact.Id) <= 0)
        {
            return false;
        }

        _candidates[candidates.Reading] = (fact.Id, candidates);
        return true;
    }

    public LineCandidates? CandidatesOf(FactId reading) => _candidates.TryGetValue(reading, out var known) ? known.Candidates : null;

    public LineRead? Find(FactId reading) => _readings.TryGetValue(reading, out var known) ? known.Line : null;

    public bool Add(Fact fact, LineCorrected line) => Add(
        fact, new LineRead(line.Page, line.Strokes, line.Text, 1, LineCorrected.Model), _corrections, _latestCorrection);

    /// <summary>The lines that show, in no order. Linear in the lines' strokes.</summary>
    /// <param name="isAsItWas">Whether a stroke is on the page and all that it was at a moment.</param>
    public List<(FactId Id, LineRead Line)> Showing(Func<FactId, (Hlc, FactId), bool> isAsItWas)
    {
        var corrections = Standing(_corrections, _latestCorrection, isAsItWas);
        var readings = Standing(_readings, _latestReading, isAsItWas);
        var correctionOf = new Dictionary<FactId, FactId>();
        foreach (var (id, (_, line)) in corrections)
        {
            foreach (var stroke in line.Strokes)
            {
                correctionOf[stroke] = id;
            }
        }

        var hidden = new HashSet<FactId>();
        foreach (var (id, reading) in readings)
        {
            // Standing corrections share no stroke with each other, so that each of the reading's strokes has at most one.
            var rivals = reading.Line.Strokes.Where(correctionOf.ContainsKey).Select(s => correctionOf[s]).ToList();
            foreach (var rival in rivals.Distinct())
            {
                var wins = (rivals.Count == reading.Line.Strokes.Length && rivals.All(r => r == rival))
                    || (corrections[rival].Time, rival).CompareTo((reading.Time, id)) > 0;
                hidden.Add(wins ? id : rival);
            }
        }

        return [.. corrections.Concat(readings).Where(l => !hidden.Contains(l.Key)).Select(l => (l.Key, l.Value.Line))];
    }

    /// <summary>Whether every line that a line could still hide has another one that hides it.</summary>
    /// <param name="id">The line.</param>
    /// <param name="strokes">Its strokes.</param>
    /// <param name="isGone">Whether a stroke can never come back.</param>
    /// <param name="isSettled">Whether everybody has seen a line.</param>
    public bool IsSuperseded(FactId id, ImmutableArray<FactId> strokes, Func<FactId, bool> isGone, Func<FactId, bool> isSettled)
    {
        var latest = _corrections.ContainsKey(id) ? _latestCorrection : _latestReading;
        return strokes.All(s => isGone(s) || (latest.TryGetValue(s, out var best) && best.Id != id && isSettled(best.Id)));
    }

    private static bool Add(
        Fact fact, LineRead line, Dictionary<FactId, (Hlc, LineRead)> lines, Dictionary<FactId, (Hlc, FactId)> latest)
    {
        if (!lines.TryAdd(fact.Id, (fact.Time, line)))
        {
            return false;
        }

        foreach (var stroke in line.Strokes)
        {
            if (!latest.TryGetValue(stroke, out var best) || (fact.Time, fact.Id).CompareTo(best) > 0)
            {
                latest[stroke] = (fact.Time, fact.Id);
            }
        }

        return true;
    }

    private static Dictionary<FactId, (Hlc Time, LineRead Line)> Standing(
        Dictionary<FactId, (Hlc Time, LineRead Line)> lines,
        Dictionary<FactId, (Hlc Time, FactId Id)> latest,
        Func<FactId, (Hlc, FactId), bool> isAsItWas) =>
        lines.Where(l => l.Value.Line.Strokes.All(s => latest[s].Id == l.Key && isAsItWas(s, (l.Value.Time, l.Key)))).ToDictionary();
}
