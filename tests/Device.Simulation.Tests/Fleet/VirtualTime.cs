namespace Device.Simulation.Tests.Fleet;

/// <summary>A clock that stands still until it is told to go to the next timer. One thread.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _due = new();
    private readonly DateTimeOffset _start;
    private long _ticks;
    private long _order;

    public VirtualTime(DateTimeOffset start) => _start = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(_ticks);

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next timer and runs it.</summary>
    /// <returns>False when no timer is set.</returns>
    public bool Step()
    {
        while (_due.TryDequeue(out var timer, out var key))
        {
            if (timer.Key != key)
            {
                continue;
            }

            _ticks = Math.Max(_ticks, key.Due);
            timer.Fire();
            return true;
        }

        return false;
    }

    private sealed class VirtualTimer(VirtualTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        /// <summary>When it is due; default when it is not set.</summary>
        public (long Due, long Order) Key { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Key = default;
            if (dueTime >= TimeSpan.Zero)
            {
                Key = (time._ticks + dueTime.Ticks, ++time._order);
                time._due.Enqueue(this, Key);
            }

            return true;
        }

        public void Fire()
        {
            Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            callback();
        }

        public void Dispose() => Key = default;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
