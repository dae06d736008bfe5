using System.Buffers;
using Device.Core.Notebook;
using Device.Messages;
using Device.Sync.Selecting;

namespace Device.Sync.Sending;

/// <summary>
/// Which own facts to send, when to send them again, and how far the gateway has stored them. Knows no network and no
/// clock: times are handed in, counted from any fixed moment. Thread-safe.
/// <para>A fact leaves the outbox only when an acknowledgement names it as stored or refused. What the gateway does not
/// acknowledge is probed like a lost segment of TCP: after a silence one message goes again, and the answer tells what else
/// is missing. A fact about which the gateway stays silent goes alone, so that one on which it chokes holds up no other.</para>
/// </summary>
/// <param name="limits">How much is held, and how long is waited.</param>
internal sealed class Outbox(OutboxLimits limits)
{
    /// <summary>Names of facts that the gateway has sent and the journal has not shown yet; more are sent back to it in vain.</summary>
    private const int MostReturned = 65_536;

    private const int MostDoublings = 3;

    private readonly Lock _gate = new();
    private readonly List<OutboxFact> _waiting = [];
    private readonly ArrayBufferWriter<byte> _measure = new(4_096);
    private long _bytes;
    private readonly HashSet<FactId> _returned = [];
    private ulong _epoch;
    private ulong _lastSequence;
    private long _lastPosition;
    private long _version;
    private int _probes;
    private TimeSpan? _probedAt;

    /// <summary>Whether more of the journal may be read.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count < limits.Facts && (_bytes < limits.Bytes || _waiting.Count == 0);
            }
        }
    }

    /// <summary>Whether something was sent that the gateway has not acknowledged.</summary>
    public bool IsUnderWay
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Exists(w => w.UnderWay);
            }
        }
    }

    /// <summary>Facts that are not settled.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>The highest own sequence of the current epoch that was read.</summary>
    public ulong LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _lastSequence;
            }
        }
    }

    /// <summary>Every own fact of the current epoch up to this sequence is settled, or stays here.</summary>
    public ulong Acked
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Find(w => w.Epoch == _epoch) is { } first ? first.Sequence - 1 : _lastSequence;
            }
        }
    }

    /// <summary>A position from which reading meets every own fact that is not settled, of whatever epoch.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0 ? _lastPosition : _waiting[0].PositionBefore;
            }
        }
    }

    /// <summary>Continues where an earlier run was.</summary>
    /// <param name="epoch">The current epoch.</param>
    /// <param name="acked">Its <see cref="Acked"/>.</param>
    /// <param name="position">Its <see cref="Position"/>.</param>
    public void Resume(ulong epoch, ulong acked, long position)
    {
        lock (_gate)
        {
            (_epoch, _lastSequence, _lastPosition) = (epoch, acked, position);
        }
    }

    /// <summary>Takes in an entry of the journal that is not an own fact.</summary>
    /// <param name="position">Its position.</param>
    public void Pass(long position)
    {
        lock (_gate)
        {
            _lastPosition = Math.Max(_lastPosition, position);
        }
    }

    /// <summary>Takes in an own fact, of this or an earlier epoch. One that was taken before is passed over.</summary>
    /// <param name="position">Its position in the journal.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="epoch">The current epoch.</param>
    /// <param name="selection">Whether it may be sent; null for always.</param>
    /// <returns>Why it will never be sent; null when it will, need not, or stays here for now.</returns>
    public string? Offer(long position, Fact fact, ulong epoch, NoteSelection? selection = null)
    {
        lock (_gate)
        {
            if (position <= _lastPosition)
            {
                return null;
            }

            var before = _lastPosition;
            _lastPosition = position;
            _lastSequence = epoch == _epoch ? _lastSequence : 0;
            _epoch = epoch;
            _lastSequence = fact.Id.Epoch == epoch ? fact.Id.Sequence : _lastSequence;
            return _returned.Remove(fact.Id) || selection?.MaySend(fact) == false ? null : Add(fact, before, position, _waiting.Count);
        }
    }

    /// <summary>Takes in an own fact that was passed over before, because its note was switched off. One that waits is left as it is.</summary>
    /// <param name="position">Its position in the journal, below the last one read.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="selection">Whether it may be sent.</param>
    /// <returns>Why it will never be sent; null when it will, or stays here.</returns>
    public string? OfferAgain(long position, Fact fact, NoteSelection selection)
    {
        lock (_gate)
        {
            var at = _waiting.FindIndex(w => w.Position >= position);
            if (!selection.MaySend(fact) || (at >= 0 && _waiting[at].Position == position))
            {
                return null;
            }

            return Add(fact, position - 1, position, at < 0 ? _waiting.Count : at);
        }
    }

    private string? Add(Fact fact, long before, long position, int at)
    {
        _measure.ResetWrittenCount();
        FactCodec.Write(fact, _measure);
        if (1 + _measure.WrittenCount > MqttContract.MaxPayloadBytes)
        {
            return $"{_measure.WrittenCount} bytes, at most {MqttContract.MaxPayloadBytes - 1} can be sent";
        }

        _waiting.Insert(at, new OutboxFact(fact, _measure.WrittenCount, before, position));
        _bytes += _measure.WrittenCount;
        return null;
    }

    /// <summary>The gateway has sent an own fact (of before a restore): it need not be sent back.</summary>
    /// <param name="id">The fact's name.</param>
    public void Returned(FactId id)
    {
        lock (_gate)
        {
            if (_waiting.Find(w => w.Fact.Id == id) is { } waiting)
            {
                Remove(waiting);
            }
            else if (_returned.Count < MostReturned)
            {
                _returned.Add(id);
            }
        }
    }

    /// <summary>Facts that wait for a broker with a larger limit.</summary>
    /// <param name="maxBytes">The limit of this one.</param>
    /// <returns>How many.</returns>
    public int CountLargerThan(int maxBytes)
    {
        lock (_gate)
        {
            return _waiting.Count(w => 1 + w.Bytes > maxBytes);
        }
    }

    /// <summary>Takes the next facts to send, lowest first. Those that are too large are left.</summary>
    /// <param name="now">The time.</param>
    /// <param name="maxBytes">The largest payload.</param>
    /// <param name="selection">What may be sent; it has looked at everything durable. Null for everything.</param>
    /// <returns>The batch, or null when there is nothing to send now.</returns>
    public OutgoingBatch? Take(TimeSpan now, int maxBytes, NoteSelection? selection = null)
    {
        lock (_gate)
        {
            LetGo(selection);
            foreach (var waiting in _waiting.Where(w => w.Missing && !w.Ready && HoleDue(w) <= now))
            {
                waiting.Ready = true;
            }

            var batch = Compose(_waiting.Where(w => w.Ready), now, maxBytes);
            return batch is null && ProbeDue() <= now ? Probe(now, maxBytes) : batch;
        }
    }

    /// <summary>When <see cref="Take"/> will have something that it has not now, unless something happens before.</summary>
    /// <returns>The time, or null when it waits for a fact.</returns>
    public TimeSpan? NextDue()
    {
        lock (_gate)
        {
            TimeSpan? due = ProbeDue();
            foreach (var waiting in _waiting.Where(w => w.Missing && !w.Ready))
            {
                var hole = HoleDue(waiting);
                due = due is null || hole < due ? hole : due;
            }

            return due;
        }
    }

    /// <summary>Applies an acknowledgement.</summary>
    /// <param name="ack">The acknowledgement.</param>
    /// <returns>What it changed.</returns>
    /// <exception cref="MessageFormatException">It contradicts itself; nothing of it counts.</exception>
    public AckOutcome Apply(AckMessage ack)
    {
        var read = new AckReader(ack);
        lock (_gate)
        {
            if (read.Epoch != _epoch && !_waiting.Exists(w => w.Epoch == read.Epoch))
            {
                return new AckOutcome(0, [], Stale: true);
            }

            var before = _waiting.Count;
            var refused = Settle(read);
            if (_waiting.Count < before)
            {
                _probes = 0;
            }

            if (_probedAt is { } probed)
            {
                // The gateway answers again. What went out before the probe and is not stored by now was lost on the way.
                _probedAt = null;
                foreach (var waiting in _waiting.Where(w => w.Sends > 0 && w.SentAt < probed))
                {
                    waiting.Ready = true;
                }
            }

            return new AckOutcome(before - _waiting.Count - refused.Count, refused, Stale: false);
        }
    }

    /// <summary>Makes everything that is not settled ready to be sent: a new connection knows nothing of the old one.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            foreach (var waiting in _waiting)
            {
                waiting.Ready = true;
                waiting.Missing = false;
            }

            _probes = 0;
            _probedAt = null;
        }
    }

    /// <summary>What was switched off since waits no longer; switching on offers it again, whether it had been sent or not.</summary>
    private void LetGo(NoteSelection? selection)
    {
        if (selection is not null && selection.Version is var version && version != _version)
        {
            _version = version;
            _waiting.RemoveAll(w => !selection.MaySend(w.Fact));
            _bytes = _waiting.Sum(w => (long)w.Bytes);
        }
    }

    private List<RejectedFact> Settle(AckReader ack)
    {
        var refused = new List<RejectedFact>();
        _waiting.RemoveAll(w =>
        {
            // What was never sent in this run is not believed to be stored.
            var verdict = w.Sends == 0 || w.Epoch != ack.Epoch ? AckVerdict.Unknown : ack.Of(w.Sequence);
            w.Missing |= verdict == AckVerdict.Missing && !w.Ready;
            if (verdict == AckVerdict.Rejected)
            {
                refused.Add(new RejectedFact(w.Sequence, ack.Reason(w.Sequence)));
            }

            var gone = verdict is AckVerdict.Stored or AckVerdict.Rejected;
            _bytes -= gone ? w.Bytes : 0;
            return gone;
        });
        return refused;
    }

    private void Remove(OutboxFact waiting)
    {
        _waiting.Remove(waiting);
        _bytes -= waiting.Bytes;
    }

    /// <summary>One message only, so that a gateway that is away finds no heap of repetitions when it returns; the longest silent first, so that a fact that is never acknowledged does not keep the others from their turn.</summary>
    private OutgoingBatch? Probe(TimeSpan now, int maxBytes)
    {
        _probes++;
        _probedAt = now;
        return Compose(_waiting.Where(w => w.UnderWay).OrderBy(w => w.SentAt), now, maxBytes);
    }

    private static OutgoingBatch? Compose(IEnumerable<OutboxFact> candidates, TimeSpan now, int maxBytes)
    {
        var taken = new List<OutboxFact>();
        var length = 1;
        foreach (var candidate in candidates.Where(c => 1 + c.Bytes <= maxBytes))
        {
            // One epoch a message: an acknowledgement is about one.
            if (taken.Count > 0 && (taken.Count == ChangesCodec.MaxFacts || length + candidate.Bytes > maxBytes
                || taken[0].Lonely || candidate.Lonely || candidate.Epoch != taken[0].Epoch))
            {
                break;
            }

            taken.Add(candidate);
            length += candidate.Bytes;
        }

        if (taken.Count == 0)
        {
            return null;
        }

        var resent = taken.Count(t => t.Sends > 0);
        taken.ForEach(t => t.Sent(now));
        return new OutgoingBatch(ChangesCodec.Write([.. taken.Select(t => t.Fact)], maxBytes, out _), taken.Count, resent);
    }

    private TimeSpan? ProbeDue()
    {
        TimeSpan? oldest = null;
        foreach (var waiting in _waiting.Where(w => w.UnderWay))
        {
            oldest = oldest is null || waiting.SentAt < oldest ? waiting.SentAt : oldest;
        }

        var due = oldest + limits.AckTimeout;
        if (_probedAt is { } probed && oldest is not null)
        {
            var next = probed + (limits.AckTimeout * (1 << Math.Min(_probes - 1, MostDoublings)));
            due = next > due ? next : due;
        }

        return due;
    }

    // A hole that stays is named by every acknowledgement: it goes again ever more rarely.
    private TimeSpan HoleDue(OutboxFact fact)
    {
        var wait = limits.HoleDelay * (1 << Math.Min(fact.Sends - 1, 10));
        return fact.SentAt + (wait < limits.AckTimeout ? wait : limits.AckTimeout);
    }
}
