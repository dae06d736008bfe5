using Device.Messages;

namespace Device.Sync.Rejoining;

/// <summary>Gathers which epochs the gateway has closed, until the machine has seen what it must have seen to write its facts again. Thread-safe.</summary>
internal sealed class RejoinDesk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AckMessage> _closed = [];
    private readonly HashSet<string> _done = [];
    private bool _taken;

    /// <summary>Whether facts are held back.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _closed.Count > 0;
            }
        }
    }

    /// <summary>Epochs that were written again already.</summary>
    /// <param name="epochs">16 hexadecimal digits each.</param>
    public void Done(IEnumerable<string> epochs)
    {
        lock (_gate)
        {
            _done.UnionWith(epochs);
        }
    }

    /// <summary>Takes an acknowledgement of a closed epoch.</summary>
    /// <param name="ack">Any acknowledgement.</param>
    /// <returns>Whether it is one; all others are the outbox's.</returns>
    public bool Take(AckMessage ack)
    {
        lock (_gate)
        {
            if (ack.Closed is null || _done.Contains(ack.Epoch))
            {
                return false;
            }

            _closed[ack.Epoch] = ack;
            return true;
        }
    }

    /// <summary>What the machine is to do, once it has seen enough; once.</summary>
    /// <param name="seen">The account, and how much of it is in the journal.</param>
    /// <param name="wantsAll">Whether the journal still lacks what its medium lost.</param>
    /// <returns>It, or null.</returns>
    public RejoinDue? TryTake((string? Stream, long Seen) seen, bool wantsAll)
    {
        lock (_gate)
        {
            if (_taken || wantsAll || _closed.Count == 0 || !_closed.Values.All(ack => HasSeen(ack.Closed!, seen)))
            {
                return null;
            }

            _taken = true;
            return new RejoinDue([.. _closed.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value)]);
        }
    }

    private static bool HasSeen(ClosedEpoch closed, (string? Stream, long Seen) seen) =>
        closed.Head == 0 || (seen.Stream == closed.Stream && seen.Seen >= closed.Head);
}
