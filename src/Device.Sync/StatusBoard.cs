using System.Runtime.CompilerServices;
using Device.Core.Notebook;
using Device.Sync.Asking;
using Device.Sync.Selecting;
using Device.Sync.Sending;

namespace Device.Sync;

/// <summary>Where sync stands, and who wants to know. Thread-safe.</summary>
internal sealed class StatusBoard(
    Outbox outbox, QuestionDesk desk, NoteSelection selection, Func<BlobStatus?> blobs, Func<bool> isMetered, TimeProvider time)
{
    private const int MostErrors = 16;

    private readonly Lock _gate = new();
    private readonly List<Signal> _watchers = [];
    private SyncState _state;
    private ulong _ownEpoch;
    private ulong _ownHighest;
    private long _rejected;
    private string? _lastRejection;
    private long _badMessages;
    private string? _lastError;
    private long _reconnects;
    private long _holes;
    private DateTimeOffset? _ackedAt;
    private readonly Queue<SyncError> _errors = new();

    /// <summary>The highest own sequence of the journal, as far as it is read.</summary>
    public ulong OwnHighest
    {
        get
        {
            lock (_gate)
            {
                return Math.Max(_ownHighest, outbox.LastSequence);
            }
        }
    }

    /// <summary>Whether the journal was read to its end once, so that <see cref="OwnHighest"/> is the whole truth.</summary>
    public bool KnowsAll { get; set; }

    public SyncStatus Snapshot()
    {
        lock (_gate)
        {
            var highest = Math.Max(_ownHighest, outbox.LastSequence);
            return new SyncStatus(
                _state,
                outbox.Waiting + (long)(highest - outbox.LastSequence),
                outbox.Acked,
                highest,
                desk.Count,
                _rejected,
                _lastRejection,
                _badMessages,
                _lastError,
                _reconnects)
            {
                Blobs = blobs(),
                Held = selection.Held,
                Holes = _holes,
                AckedAt = _ackedAt,
                IsMetered = isMetered(),
            };
        }
    }

    /// <summary>Tells the watchers that something that is counted elsewhere changed.</summary>
    public void Changed() => Change(() => { });

    public void Stand(SyncState state) => Change(() => _state = state);

    public void Own(FactId id) => Change(() => (_ownEpoch, _ownHighest) = (id.Epoch, id.Epoch == _ownEpoch ? Math.Max(_ownHighest, id.Sequence) : id.Sequence));

    /// <summary>The gateway acknowledged, and misses so many facts that it should have.</summary>
    public void Acked(long holes) => Change(() => (_holes, _ackedAt) = (holes, time.GetUtcNow()));

    /// <summary>What went wrong lately, oldest first.</summary>
    public IReadOnlyList<SyncError> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _errors];
            }
        }
    }

    public void Rejected(string reason) => Change(() =>
    {
        (_rejected, _lastRejection) = (_rejected + 1, reason);
        Remember($"the gateway refused a fact: {reason}");
    });

    public void BadMessage() => Change(() => _badMessages++);

    public void Failed(string error) => Change(() =>
    {
        _lastError = error;
        Remember(error);
    });

    public void Lost(string error) => Change(() =>
    {
        (_state, _lastError, _reconnects) = (SyncState.Offline, error, _reconnects + 1);
        Remember(error);
    });

    public async IAsyncEnumerable<SyncStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = new Signal();
        lock (_gate)
        {
            _watchers.Add(signal);
        }

        try
        {
            SyncStatus? last = null;
            while (true)
            {
                var now = Snapshot();
                if (now != last)
                {
                    last = now;
                    yield return now;
                }

                await signal.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(signal);
            }
        }
    }

    private void Remember(string error)
    {
        while (_errors.Count >= MostErrors)
        {
            _errors.Dequeue();
        }

        _errors.Enqueue(new SyncError(time.GetUtcNow(), error));
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var watcher in _watchers)
            {
                watcher.Set();
            }
        }
    }
}
