using Device.Core.Notebook;
using Device.Messages;

namespace Device.Sync.Selecting;

/// <summary>
/// Which facts may leave the machine: those of notes whose switch <see cref="NoteSwitch.Sync"/> is on. Folded from the whole journal.
/// A fact that names two notes needs both; one whose note is not known, or whose kind is not, needs that no note is switched off.
/// Memory: a name for each note, page, block, question and recording, and ranges of own sequences for each note. Thread-safe.
/// </summary>
/// <param name="byDefault">Whether a note that nobody switched is on.</param>
/// <param name="device">This machine.</param>
internal sealed class NoteSelection(bool byDefault, DeviceId device)
{
    // The note of facts of which none is known.
    private static FactId Nowhere => default;

    private readonly Lock _gate = new();
    private readonly Dictionary<FactId, FactId> _parents = [];
    private readonly Dictionary<(FactId Note, NoteSwitch Switch), (Hlc Time, FactId By, bool On)> _switches = [];
    private readonly Dictionary<(FactId Note, ulong Epoch), SequenceSet> _own = [];
    private readonly Dictionary<FactId, long> _counts = [];
    private readonly HashSet<FactId> _orphans = [];
    private int _off;
    private long _reached;
    private long _version;

    /// <summary>Every entry of the journal up to this position is folded in.</summary>
    public long Reached => Interlocked.Read(ref _reached);

    /// <summary>Changes whenever a note was switched.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Own facts that stay on the machine.</summary>
    public long Held
    {
        get
        {
            lock (_gate)
            {
                return _counts.Where(c => !IsOn(c.Key)).Sum(c => c.Value);
            }
        }
    }

    /// <summary>Notes that are switched off.</summary>
    public int NotesOff
    {
        get
        {
            lock (_gate)
            {
                return _off;
            }
        }
    }

    /// <summary>The journal was read to a position.</summary>
    /// <param name="position">The position.</param>
    public void Reach(long position)
    {
        lock (_gate)
        {
            _reached = Math.Max(_reached, position);
        }
    }

    /// <summary>Takes in a fact of the journal; the same one again changes nothing.</summary>
    /// <param name="fact">The fact.</param>
    public void Note(Fact fact)
    {
        lock (_gate)
        {
            switch (fact.Body)
            {
                case NoteCreated:
                    _parents.TryAdd(fact.Id, fact.Id);
                    break;
                case PageAdded page:
                    _parents.TryAdd(page.Note, page.Note);
                    _parents[fact.Id] = page.Note;
                    break;
                case TextBlockAdded block:
                    _parents[fact.Id] = block.Page;
                    break;
                case QuestionAsked question:
                    _parents[fact.Id] = question.Page;
                    break;
                case RecordingStarted recording:
                    _parents[fact.Id] = recording.Note;
                    break;
                case NoteSwitchSet set:
                    _parents.TryAdd(set.Note, set.Note);
                    Switch(set, fact);
                    break;
                default:
                    break;
            }

            if (fact.Id.Device == device)
            {
                foreach (var note in NotesOf(fact, remember: true))
                {
                    if (OwnOf(note, fact.Id.Epoch).Add(fact.Id.Sequence))
                    {
                        _counts[note] = _counts.GetValueOrDefault(note) + 1;
                    }
                }
            }
        }
    }

    /// <summary>Whether a fact may be sent.</summary>
    /// <param name="fact">The fact, of this machine.</param>
    /// <returns>Whether it may.</returns>
    public bool MaySend(Fact fact)
    {
        lock (_gate)
        {
            return NotesOf(fact).All(IsOn);
        }
    }

    /// <summary>Whether what belongs to a page may be sent or asked for.</summary>
    /// <param name="page">The page.</param>
    /// <returns>Whether it may.</returns>
    public bool MaySendOf(FactId page)
    {
        lock (_gate)
        {
            return IsOn(Find(page));
        }
    }

    /// <summary>Whether Spark may be asked about a page: the user's consent, and where it was neither given nor refused, whether the note is sent.</summary>
    /// <param name="page">The page.</param>
    /// <returns>Whether it may.</returns>
    public bool MayAsk(FactId page)
    {
        lock (_gate)
        {
            var note = Find(page);
            return _switches.TryGetValue((note, NoteSwitch.Cloud), out var consent) ? consent.On : IsOn(note);
        }
    }

    /// <summary>The note whose facts may be sent because of a fact, though they could not before.</summary>
    /// <param name="fact">A fact that was noted.</param>
    /// <param name="note">The note.</param>
    /// <returns>Whether there is one.</returns>
    public bool Releases(Fact fact, out FactId note)
    {
        lock (_gate)
        {
            note = fact.Body switch
            {
                NoteSwitchSet { Switch: NoteSwitch.Sync, On: true } set => set.Note,
                PageAdded page when _orphans.Contains(fact.Id) => page.Note,
                NoteCreated or TextBlockAdded or QuestionAsked or RecordingStarted when _orphans.Contains(fact.Id) => Find(fact.Id),
                _ => Nowhere,
            };
            return note != Nowhere && IsOn(note);
        }
    }

    /// <summary>Whether a fact is of a note, or of none that is known.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="note">The note.</param>
    /// <returns>Whether it is.</returns>
    public bool Concerns(Fact fact, FactId note)
    {
        lock (_gate)
        {
            return NotesOf(fact).Any(n => n == note || n == Nowhere);
        }
    }

    /// <summary>Which of the facts that the gateway misses stay on the machine.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="holes">What it misses, ascending.</param>
    /// <returns>Ascending ranges, at most <see cref="WithheldMessage.MaxRanges"/>.</returns>
    public IReadOnlyList<SequenceRange> Withheld(ulong epoch, IReadOnlyList<SequenceRange> holes)
    {
        lock (_gate)
        {
            var held = new SequenceSet();
            foreach (var (_, own) in _own.Where(o => o.Key.Epoch == epoch && !IsOn(o.Key.Note)))
            {
                var at = 0;
                foreach (var range in own.Ranges)
                {
                    while (at < holes.Count && holes[at].Last < range.First)
                    {
                        at++;
                    }

                    for (var i = at; i < holes.Count && holes[i].First <= range.Last; i++)
                    {
                        held.AddRange(Math.Max(range.First, holes[i].First), Math.Min(range.Last, holes[i].Last));
                    }
                }
            }

            return [.. held.Ranges.Take(WithheldMessage.MaxRanges).Select(r => new SequenceRange(r.First, r.Last))];
        }
    }

    private void Switch(NoteSwitchSet set, Fact fact)
    {
        var key = (set.Note, set.Switch);
        if (_switches.TryGetValue(key, out var before) && (before.Time, before.By).CompareTo((fact.Time, fact.Id)) >= 0)
        {
            return;
        }

        var wasOff = _switches.ContainsKey(key) && !before.On;
        _switches[key] = (fact.Time, fact.Id, set.On);
        if (set.Switch == NoteSwitch.Sync)
        {
            _off += (set.On ? 0 : 1) - (wasOff ? 1 : 0);
            _version++;
        }
    }

    private bool IsOn(FactId note) => note == Nowhere
        ? byDefault && _off == 0
        : _switches.TryGetValue((note, NoteSwitch.Sync), out var set) ? set.On : byDefault;

    private SequenceSet OwnOf(FactId note, ulong epoch)
    {
        if (!_own.TryGetValue((note, epoch), out var set))
        {
            _own.Add((note, epoch), set = new SequenceSet());
        }

        return set;
    }

    private IEnumerable<FactId> NotesOf(Fact fact, bool remember = false)
    {
        var (first, second) = SubjectsOf(fact);
        yield return first is { } subject ? Find(subject, remember) : Nowhere;
        if (second is { } target && Find(target, remember) is var other && other != Find(first!.Value))
        {
            yield return other;
        }
    }

    private FactId Find(FactId id, bool remember = false)
    {
        // A block's page's note, or a question's: never longer, unless somebody sends circles.
        for (var steps = 0; steps < 4 && _parents.TryGetValue(id, out var parent); steps++)
        {
            if (parent == id)
            {
                return id;
            }

            id = parent;
        }

        if (remember)
        {
            _orphans.Add(id);
        }

        return Nowhere;
    }

    private static (FactId? First, FactId? Second) SubjectsOf(Fact fact) => fact.Body switch
    {
        NoteCreated => (fact.Id, null),
        PageAdded page => (page.Note, null),
        StrokeAdded stroke => (stroke.Page, null),
        StrokesErased erased => (erased.Page, null),
        StrokeErasedPartly erased => (erased.Page, null),
        ErasureUndone undone => (undone.Page, null),
        StrokesMoved moved => (moved.Page, moved.Target),
        LineRead line => (line.Page, null),
        LineCorrected line => (line.Page, null),
        LineCandidates line => (line.Page, null),
        QuestionAsked question => (question.Page, null),
        AnswerReceived answer => (answer.Question, null),
        TextSet text => (text.Subject, null),
        TextBlockAdded block => (block.Page, null),
        TagAdded tag => (tag.Subject, null),
        TagRemoved tag => (tag.Subject, null),
        PageOrdered ordered => (ordered.Page, null),
        NoteDeleted deleted => (deleted.Note, null),
        PageDeleted deleted => (deleted.Page, null),
        Restored restored => (restored.Subject, null),
        NoteSwitchSet set => (set.Note, null),
        BlobAttached attached => (attached.Page, null),
        RecordingStarted started => (started.Note, null),
        StrokesRecorded strokes => (strokes.Recording, null),
        RecordingMarked mark => (mark.Recording, null),
        RecordingStored sound => (sound.Recording, null),
        TranscriptStored transcript => (transcript.Recording, null),
        RecordingDeleted deleted => (deleted.Recording, null),
        _ => (null, null),
    };
}
