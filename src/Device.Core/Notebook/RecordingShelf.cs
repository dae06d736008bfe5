using System.Collections.Immutable;

namespace Device.Core.Notebook;

/// <summary>
/// The recordings of a notebook, folded from facts in any order: strokes have the latest place that was given to them, sound and transcript are
/// registers, marks and deletions sets. Not thread-safe. Memory: linear in the facts.
/// </summary>
public sealed class RecordingShelf
{
    private readonly SortedDictionary<FactId, (Hlc Time, RecordingStarted Started)> _started = [];
    private readonly Dictionary<FactId, SortedSet<(int Place, FactId Id)>> _marksOf = [];
    private readonly Dictionary<FactId, RecordingMarked> _marks = [];
    private readonly LatestOf<FactId, RecordingStored> _sounds = new();
    private readonly LatestOf<FactId, TranscriptStored> _transcripts = new();
    private readonly LatestOf<FactId, StrokeMoment> _moments = new();
    private readonly Dictionary<FactId, SortedSet<FactId>> _strokesOf = [];
    private readonly HashSet<FactId> _deleted = [];

    internal RecordingShelf()
    {
    }

    /// <summary>The recordings that are not deleted, oldest first.</summary>
    public IEnumerable<Recording> All => _started.Where(r => !_deleted.Contains(r.Key)).OrderBy(r => r.Value.Time).ThenBy(r => r.Key).Select(r => Of(r.Key, r.Value));

    /// <summary>The blobs that recordings need, those of deleted ones left out.</summary>
    public IEnumerable<string> Blobs => All.SelectMany(r => new[] { r.Sound?.Blob, r.Transcript?.Blob }).OfType<string>();

    /// <summary>The recordings of a note, oldest first.</summary>
    /// <param name="note">The note.</param>
    /// <returns>Those that are not deleted.</returns>
    public IEnumerable<Recording> Of(FactId note) => All.Where(r => r.Started.Note == note);

    /// <summary>A recording.</summary>
    /// <param name="recording">Its name.</param>
    /// <returns>Null when it is not known or deleted.</returns>
    public Recording? Find(FactId recording) =>
        _started.TryGetValue(recording, out var started) && !_deleted.Contains(recording) ? Of(recording, started) : null;

    /// <summary>What was heard when a stroke was begun.</summary>
    /// <param name="stroke">The stroke.</param>
    /// <returns>Recording and place; null when none ran, or it is deleted.</returns>
    public StrokeMoment? MomentOf(FactId stroke) =>
        _moments.TryGet(stroke, out var latest) && Find(latest.Value.Recording) is not null ? latest.Value : null;

    /// <summary>The strokes that were written during a recording, in the order of the time line.</summary>
    /// <param name="recording">The recording.</param>
    /// <returns>Strokes and their places in milliseconds; erased ones are among them.</returns>
    public ImmutableArray<(FactId Stroke, int Place)> StrokesOf(FactId recording) =>
    [
        .. (_strokesOf.GetValueOrDefault(recording) ?? []).Select(s => (Stroke: s, Moment: MomentOf(s)))
            .Where(s => s.Moment?.Recording == recording).Select(s => (s.Stroke, s.Moment!.Value.Place)).OrderBy(s => s.Place).ThenBy(s => s.Stroke),
    ];

    internal bool Apply(Fact fact) => fact.Body switch
    {
        RecordingStarted started => _started.TryAdd(fact.Id, (fact.Time, started)),
        StrokesRecorded strokes => Tie(fact, strokes),
        RecordingMarked mark => _marks.TryAdd(fact.Id, mark) && SetOf(_marksOf, mark.Recording).Add((mark.Place, fact.Id)),
        RecordingStored sound => _sounds.Set(sound.Recording, fact, sound),
        TranscriptStored transcript => _transcripts.Set(transcript.Recording, fact, transcript),
        RecordingDeleted deleted => _deleted.Add(deleted.Recording),
        _ => false,
    };

    private static SortedSet<T> SetOf<T>(Dictionary<FactId, SortedSet<T>> all, FactId recording)
    {
        if (!all.TryGetValue(recording, out var set))
        {
            all.Add(recording, set = []);
        }

        return set;
    }

    private Recording Of(FactId id, (Hlc Time, RecordingStarted Started) begun) => new(
        id, begun.Started, begun.Time,
        _sounds.TryGet(id, out var sound) ? sound.Value : null,
        _transcripts.TryGet(id, out var transcript) ? transcript.Value : null,
        [.. (_marksOf.GetValueOrDefault(id) ?? []).Select(m => _marks[m.Id])]);

    private bool Tie(Fact fact, StrokesRecorded strokes)
    {
        var changed = false;
        for (var i = 0; i < strokes.Strokes.Length; i++)
        {
            SetOf(_strokesOf, strokes.Recording).Add(strokes.Strokes[i]);
            changed |= _moments.Set(strokes.Strokes[i], fact, new StrokeMoment(strokes.Recording, strokes.Places[i]));
        }

        return changed;
    }
}
