using System.Threading.Channels;
using Device.Core.Notebook;

namespace Device.Storage;

/// <summary>
/// The one that writes: takes all appends that wait, writes and syncs them together, then acknowledges. A failed write or
/// sync ends the segment; what was not acknowledged goes to a new one; if that fails too the journal has failed.
/// </summary>
internal sealed class JournalWriter
{
    private readonly JournalParts _parts;
    private readonly JournalState _state;
    private readonly SegmentAppender _appender;
    private readonly ReserveFile _reserve;
    private readonly Channel<AppendRequest> _queue;
    private readonly List<AppendRequest> _group = [];
    private readonly List<List<Fact>> _written = [];
    private readonly List<JournalRecord> _records = [];
    private readonly Lock _publishing = new();
    private readonly Lock _naming = new();
    private IReadOnlyList<JournalRecord> _carried;
    private bool _epochBegun;
    private JournalTail _tail;

    public JournalWriter(
        JournalParts parts, JournalState state, SegmentAppender appender, SegmentNumbers numbers, ReserveFile reserve, JournalTail tail,
        IReadOnlyList<JournalRecord> carried)
    {
        (_parts, _state, _appender, Numbers, _reserve, _tail, _carried) = (parts, state, appender, numbers, reserve, tail, carried);
        _parts.Space.JournalTakes(tail.Segments.Sum(s => s.Length));

        // Facts are never dropped: who finds the queue full waits for the medium.
        _queue = Channel.CreateBounded<AppendRequest>(
            new BoundedChannelOptions(parts.Options.QueuedAppends) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    }

    public JournalTail Tail => Volatile.Read(ref _tail);

    /// <summary>The numbers of segments, for compaction too.</summary>
    public SegmentNumbers Numbers { get; }

    /// <summary>Most bytes of one request and of one commit.</summary>
    public long CommitBytes => _parts.Options.SegmentBytes / 2;

    /// <summary>Hands a request in and waits until it is durable. Once it is queued it cannot be taken back.</summary>
    public async ValueTask<IReadOnlyList<Fact>> WriteAsync(AppendRequest request, CancellationToken ct)
    {
        _parts.Space.Admit();
        try
        {
            if (!_queue.Writer.TryWrite(request))
            {
                _parts.Metrics.QueueFull.Add(1);
                await _queue.Writer.WriteAsync(request, ct);
            }
        }
        catch (ChannelClosedException)
        {
            throw WhyClosed();
        }

        return await request.Done;
    }

    /// <summary>No more requests; those that wait are still written.</summary>
    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Puts a compacted segment in the place of those it covers.</summary>
    public void Exchange(SegmentExtent compacted)
    {
        lock (_publishing)
        {
            var before = Tail;
            Volatile.Write(
                ref _tail, new JournalTail(SegmentOrder.Arrange([.. before.Segments, compacted]), before.Durable, before.Ended, before.Failure));
            before.Replaced();
        }

        _parts.Space.JournalTakes(Tail.Segments.Sum(s => s.Length));
    }

    /// <summary>Writes until it is closed or fails. Does not throw: failure reaches those who append and follow.</summary>
    public async Task RunAsync()
    {
        JournalFailedException? failure = null;
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                Take();
                lock (_naming)
                {
                    WriteGroup();
                }
            }

            Seal();
        }
        catch (JournalFailedException e)
        {
            failure = e;
        }
#pragma warning disable CA1031 // The edge of the writer: whoever waits for it must learn that it stopped, whatever the reason.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = new JournalFailedException($"journal '{_parts.Folder.Path}': the writer stopped at an error nobody expected: {e.Message}", e);
        }

        if (failure is not null)
        {
            JournalLog.Failed(_parts.Logger, _parts.Folder.Path, failure);
        }

        Publish(null, Tail.Durable, ended: true, failure);
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var left))
        {
            _group.Add(left);
        }

        foreach (var request in _group)
        {
            request.Fail(WhyClosed());
        }

        _appender.Dispose();
    }

    /// <summary>The names of all durable facts, those that compaction dropped included. Waits for a commit under way.</summary>
    public VersionVector Seen() => Progress().Seen;

    /// <summary>The same, and the clock's last reading: what is named later has a later time.</summary>
    public MachineProgress Progress()
    {
        lock (_naming)
        {
            var seen = new SeenFacts();
            foreach (var (device, epoch, first, last) in _state.Known.Ranges)
            {
                seen.Add(device, epoch, new SequenceSpan(first, last));
            }

            return new MachineProgress(_state.Device, seen.ToVector(), _state.Clock);
        }
    }

    /// <summary>Held while names are given and not yet durable.</summary>
    private void WriteGroup()
    {
        var (position, epoch, sequence) = (_state.LastPosition, _state.Epoch, _state.OwnSequence);
        Name();
        try
        {
            Commit();
            Acknowledge();
        }
        catch (StorageFullException e)
        {
            _state.TakeBack(_records.Select(r => r.Id), position, epoch, sequence);
            GiveBack(e);
        }
    }

    private void Take()
    {
        var (records, bytes) = (0, 0L);
        while (_queue.Reader.TryPeek(out var next))
        {
            records += next.Payloads.Length;
            bytes += next.Bytes;
            if (_group.Count > 0 && (records > _parts.Options.GroupCommitRecords || bytes > CommitBytes))
            {
                break;
            }

            _queue.Reader.TryRead(out _);
            _group.Add(next);
        }
    }

    /// <summary>Gives every new fact its position, and own ones their name and time.</summary>
    private void Name()
    {
        var now = _parts.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var request in _group)
        {
            var written = new List<Fact>(request.Payloads.Length);
            _written.Add(written);
            for (var i = 0; i < request.Own.Count; i++)
            {
                var (id, clock) = _state.NextOwn(now);
                Place(new Fact(id, clock, request.Own[i]), request.Payloads[i], written);
            }

            for (var i = 0; i < request.Foreign.Count; i++)
            {
                Import(request.Foreign[i], request.Payloads[i], written);
            }
        }
    }

    private void Import(Fact fact, ReadOnlyMemory<byte> payload, List<Fact> written)
    {
        if (_state.IsTaken(fact.Id))
        {
            BeginEpoch("a fact came in under a name that would have been given next: this machine was cloned or restored");
        }

        if (!_state.Known.Add(fact.Id))
        {
            return;
        }

        if (!_state.Observe(fact.Time))
        {
            _parts.Metrics.ClocksRefused.Add(1);
        }

        Place(fact, payload, written);
    }

    private void Place(Fact fact, ReadOnlyMemory<byte> payload, List<Fact> written)
    {
        written.Add(fact);
        _records.Add(new JournalRecord(
            RecordType.Fact, fact.Body.Kind, _state.NextPosition(), Tail.Durable, fact.Time, fact.Id, payload));
    }

    private void BeginEpoch(string reason)
    {
        _state.BeginEpoch(JournalState.DrawEpoch(_parts.Random));
        _epochBegun = true;
        JournalLog.NewEpoch(_parts.Logger, _parts.Folder.Path, _state.Epoch.ToString("x16", null), reason);
    }

    private void Commit()
    {
        if (_records.Count == 0)
        {
            return;
        }

        var last = _records[^1].Position;
        try
        {
            Write();
        }
        catch (IOException first)
        {
            _parts.Metrics.WriteFailures.Add(1);
            JournalLog.WriteFailed(_parts.Logger, _parts.Folder.Path, _appender.Segment?.Name ?? "", first);
            WriteElsewhere(first);
        }

        _parts.Metrics.Records.Add(_records.Count);
        _parts.Metrics.Batches.Record(_records.Count);
        Publish(_appender.Segment, last);
    }

    private void Write()
    {
        // An epoch must be in a header before anything else bears it.
        var bytes = _records.Sum(r => (long)RecordCodec.LengthOf(r, _parts.Keys.Current is not null));
        if (!_epochBegun && _appender.IsOpen && _appender.Segment is { } segment
            && (segment.Length == segment.Start || segment.Length + bytes <= _parts.Options.SegmentBytes))
        {
            _appender.Append(_records);
            return;
        }

        Seal();
        _reserve.Hold();
        Begin();
    }

    /// <summary>Begins a segment with what is to be written, and before it what an open on a full disk could not write again.</summary>
    private void Begin()
    {
        List<JournalRecord> records = _carried.Count == 0 ? _records : [.. _carried, .. _records];
        _appender.Begin(
            new SegmentHeader(0, 0, _state.Device, _state.Epoch, _state.OwnSequence, _state.Clock, records[0].Position, records[^1].Position, 0), records);
        _epochBegun = false;
        _carried = [];
    }

    private void WriteElsewhere(IOException first)
    {
        if (Libc.IsDiskFull(first))
        {
            _parts.Space.Refused();
            if (_reserve.Release())
            {
                JournalLog.ReserveReleased(_parts.Logger, _parts.Folder.Path, _parts.Options.ReserveBytes);
            }
        }

        try
        {
            Begin();
        }
        catch (IOException second) when (Libc.IsDiskFull(second))
        {
            _parts.Space.Refused();
            throw new StorageFullException($"journal '{_parts.Folder.Path}': {second.Message}; what was not stored can be tried again when there is room", second);
        }
        catch (IOException second)
        {
            throw new JournalFailedException(
                $"journal '{_parts.Folder.Path}': {first.Message}; in a new segment too: {second.Message}; nothing more is stored until it is opened again",
                second);
        }
    }

    private void Acknowledge()
    {
        for (var i = 0; i < _group.Count; i++)
        {
            _group[i].Complete(_written[i]);
        }

        _group.Clear();
        _written.Clear();
        _records.Clear();
    }

    private void GiveBack(StorageFullException error)
    {
        StorageLog.GivenBack(_parts.Logger, _parts.Folder.Path, _records.Count);
        foreach (var request in _group)
        {
            request.Fail(error);
        }

        _group.Clear();
        _written.Clear();
        _records.Clear();
    }

    private void Seal()
    {
        if (!_appender.IsOpen)
        {
            return;
        }

        try
        {
            _appender.Append(
            [
                new JournalRecord(
                    RecordType.Seal, 0, Tail.Durable, Tail.Durable, _state.Clock, new FactId(_state.Device, _state.Epoch, _state.OwnSequence), default),
            ]);
        }
        catch (IOException e)
        {
            // All it would have said is that nothing is missing; without it the next open looks for itself.
            JournalLog.NotSealed(_parts.Logger, _parts.Folder.Path, _appender.Segment!.Name, e);
        }
    }

    /// <summary>Shows readers the journal as it is now; compaction does so too, from its own thread.</summary>
    private void Publish(SegmentExtent? added, long durable, bool ended = false, JournalFailedException? failure = null)
    {
        lock (_publishing)
        {
            var before = Tail;
            var segments = added is null || before.Segments[^1] == added ? before.Segments : SegmentOrder.Arrange([.. before.Segments, added]);
            Volatile.Write(ref _tail, new JournalTail(segments, durable, ended, failure));
            before.Replaced();
        }

        if (!ended)
        {
            _parts.Space.JournalTakes(Tail.Segments.Sum(s => s.Length));
        }
    }

    private Exception WhyClosed() => Tail.Failure is { } failure ? failure : new ObjectDisposedException(nameof(Journal));
}
