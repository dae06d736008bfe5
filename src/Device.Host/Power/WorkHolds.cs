namespace Device.Host.Power;

/// <summary>Work that keeps the machine awake: recording, syncing, updating. Each piece has an end, come what may. Thread-safe.</summary>
internal sealed class WorkHolds(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<WorkHold> _open = [];
    private long _expired;

    /// <summary>Is told when the last piece of work ended; must be short.</summary>
    public Action? Released { get; set; }

    /// <summary>Whether something keeps the machine awake.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _open.Count > 0;
            }
        }
    }

    /// <summary>Pieces of work that took longer than they said; they no longer keep the machine awake.</summary>
    public long Expired => Interlocked.Read(ref _expired);

    /// <summary>Keeps the machine awake until the hold is disposed of.</summary>
    /// <param name="reason">What for, for people who look after the machine; no words of the user's.</param>
    /// <param name="longest">The longest that it can take, above 0 and at most a day.</param>
    /// <returns>The hold.</returns>
    public WorkHold Take(string reason, TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(longest, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, TimeSpan.FromDays(1));
        var hold = new WorkHold(reason, this);
        lock (_gate)
        {
            _open.Add(hold);
        }

        hold.Begin(time, longest);
        return hold;
    }

    /// <summary>What keeps the machine awake.</summary>
    public IReadOnlyList<string> Reasons()
    {
        lock (_gate)
        {
            return [.. _open.Select(h => h.Reason).Order()];
        }
    }

    /// <summary>Tells all work to end; its holds count no longer.</summary>
    public void EndAll()
    {
        WorkHold[] ending;
        lock (_gate)
        {
            ending = [.. _open];
        }

        Array.ForEach(ending, h => h.End());
    }

    internal void Remove(WorkHold hold, bool hasExpired)
    {
        bool isLast;
        lock (_gate)
        {
            if (!_open.Remove(hold))
            {
                return;
            }

            isLast = _open.Count == 0;
        }

        if (hasExpired)
        {
            Interlocked.Increment(ref _expired);
        }

        if (isLast)
        {
            Released?.Invoke();
        }
    }
}
