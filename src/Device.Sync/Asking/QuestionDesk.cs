using System.Diagnostics.CodeAnalysis;
using Device.Core.Notebook;
using Device.Messages;

namespace Device.Sync.Asking;

/// <summary>
/// Which questions to ask, when to ask again, and which parts of their answers to pass on. Knows no network and no clock:
/// times are handed in. Thread-safe.
/// </summary>
/// <param name="limit">Most questions at a time.</param>
/// <param name="silence">Silence after which a question is asked again; doubles up to eightfold.</param>
/// <param name="gapDelay">How long after being asked a question is asked again because a part is missing.</param>
internal sealed class QuestionDesk(int limit, TimeSpan silence, TimeSpan gapDelay)
{
    /// <summary>Parts of one answer that may wait for an earlier one.</summary>
    internal const int MostHeld = 64;

    private const int MostHeldCharacters = 128 * 1_024;
    private const int MostDoublings = 3;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<FactId, OpenQuestion> _open = [];
    private bool _reading = true;
    private long _position;
    private long? _left;

    /// <summary>Questions that wait for their answer.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>A position from which reading meets every question without an answer.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
            {
                var first = _left ?? _position;
                return _open.Count == 0 ? first : Math.Min(first, _open.Values.Min(q => q.PositionBefore));
            }
        }
    }

    /// <summary>The journal is read from a position on; nothing is asked before <see cref="CaughtUp"/>, because the answer may come later in it.</summary>
    /// <param name="position">The position.</param>
    public void Begin(long position)
    {
        lock (_gate)
        {
            _reading = true;
            _position = position;
            _left = null;
        }
    }

    /// <summary>The journal was read to its end.</summary>
    public void CaughtUp()
    {
        lock (_gate)
        {
            _reading = false;
        }
    }

    /// <summary>Takes in an entry of the journal.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="device">This machine: it asks only its own questions.</param>
    public void Note(long position, Fact fact, DeviceId device)
    {
        lock (_gate)
        {
            if (fact.Body is AnswerReceived answer)
            {
                _open.Remove(answer.Question);
            }
            else if (fact.Body is QuestionAsked question && fact.Id.Device == device && !_open.ContainsKey(fact.Id))
            {
                if (_open.Count < limit)
                {
                    _open.Add(fact.Id, new OpenQuestion(fact.Id, question, _position));
                }
                else
                {
                    _left ??= _position;
                }
            }

            _position = position;
        }
    }

    /// <summary>Whether there is room again for questions that were left in the journal.</summary>
    /// <param name="position">Where to <see cref="Begin"/> again.</param>
    /// <returns>Whether to.</returns>
    public bool TryReturn(out long position)
    {
        lock (_gate)
        {
            position = _left ?? 0;
            return _left is not null && _open.Count < limit;
        }
    }

    /// <summary>Takes the next question to ask.</summary>
    /// <param name="now">The time.</param>
    /// <param name="id">Its name.</param>
    /// <param name="question">The question.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(TimeSpan now, out FactId id, out QuestionAsked question)
    {
        lock (_gate)
        {
            var next = _reading ? null : _open.Values.FirstOrDefault(q => !q.Finished && Due(q) <= now);
            id = next?.Id ?? default;
            question = next?.Body!;
            if (next is null)
            {
                return false;
            }

            next.Ready = false;
            next.Tries++;
            next.AskedAt = now;
            next.HeardAt = now;
            return true;
        }
    }

    /// <summary>When <see cref="TryTake"/> will have one that it has not now.</summary>
    /// <returns>The time, or null when it waits for a question.</returns>
    public TimeSpan? NextDue()
    {
        lock (_gate)
        {
            var due = _open.Values.Where(q => !q.Finished).Select(Due).DefaultIfEmpty(TimeSpan.MaxValue).Min();
            return _reading || due == TimeSpan.MaxValue ? null : due;
        }
    }

    /// <summary>Takes in a part of an answer. A repetition, or a part of a question that is not open, is passed over.</summary>
    /// <param name="id">The question's name.</param>
    /// <param name="part">The part.</param>
    /// <param name="now">The time.</param>
    public void Receive(FactId id, ReplyMessage part, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out var question) || question.Finished || part.Sequence < question.Next)
            {
                return;
            }

            question.HeardAt = now;
            if (part.Sequence == question.Next)
            {
                question.Tries = 0;
                question.Held[part.Sequence] = part;
            }
            else if (question.Held.Count < MostHeld && question.HeldCharacters + part.Answer.Length + part.Reasoning.Length <= MostHeldCharacters)
            {
                // What is not held comes again when the question is asked again.
                question.Held.TryAdd(part.Sequence, part);
            }
        }
    }

    /// <summary>The part of an answer whose turn it is.</summary>
    /// <param name="id">The question's name.</param>
    /// <param name="part">The part.</param>
    /// <returns>Whether it is here.</returns>
    public bool TryNext(FactId id, [NotNullWhen(true)] out ReplyMessage? part)
    {
        lock (_gate)
        {
            part = _open.TryGetValue(id, out var question) && !question.Finished ? question.Held.GetValueOrDefault(question.Next) : null;
            return part is not null;
        }
    }

    /// <summary>The part of <see cref="TryNext"/> was passed on.</summary>
    /// <param name="id">The question's name.</param>
    public void Passed(FactId id)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var question) && question.Held.Remove(question.Next, out var part))
            {
                question.Next++;
                question.Finished = part.Final;
                if (part.Final)
                {
                    question.Held.Clear();
                }
            }
        }
    }

    /// <summary>Ends a question without the gateway: its next part is its last, and says why.</summary>
    /// <param name="id">The question's name.</param>
    /// <param name="error">Why, in words for the user.</param>
    public void Fail(FactId id, string error)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var question) && !question.Finished)
            {
                question.Held[question.Next] = new ReplyMessage(question.Next, "", "", Final: true, error);
            }
        }
    }

    /// <summary>Makes every question ready to be asked: a new connection knows nothing of the old one.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            foreach (var question in _open.Values)
            {
                question.Ready = true;
            }
        }
    }

    private TimeSpan Due(OpenQuestion question)
    {
        if (question.Ready)
        {
            return TimeSpan.Zero;
        }

        var due = question.HeardAt + (silence * (1 << Math.Clamp(question.Tries - 1, 0, MostDoublings)));
        var gap = question.AskedAt + (gapDelay * (1 << Math.Clamp(question.Tries - 1, 0, 10)));
        return question.Held.Count > 0 && gap < due ? gap : due;
    }
}
