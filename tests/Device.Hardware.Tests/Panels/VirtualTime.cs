namespace Device.Hardware.Tests.Panels;

/// <summary>
/// A clock that jumps to the next timer when nothing else is left to do. <see cref="Run"/> executes a test and everything it
/// awaits on one thread, so that a test is deterministic and takes no real time.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private readonly Pump _pump = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs a test to its end.</summary>
    public void Run(Func<Task> test)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_pump);
        try
        {
            var task = test();
            while (!task.IsCompleted)
            {
                if (!_pump.TryRun() && !TryAdvance() && !_pump.Wait(Patience))
                {
                    throw new InvalidOperationException("the test waits for something that never comes");
                }
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Lets time pass for a caller that blocks, as a system call does. Timers that fall due are fired.</summary>
    public void Pass(TimeSpan time)
    {
        var end = GetTimestamp() + time.Ticks;
        while (TryAdvance(end))
        {
        }

        Interlocked.Exchange(ref _now, end);
    }

    private bool TryAdvance(long latest = long.MaxValue)
    {
        VirtualTimer timer;
        lock (_gate)
        {
            do
            {
                if (!_timers.TryPeek(out timer!, out var at) || at.Due > latest)
                {
                    return false;
                }

                _timers.Dequeue();
                if (timer.Order == at.Order)
                {
                    Interlocked.Exchange(ref _now, Math.Max(_now, at.Due));
                    break;
                }
            }
            while (true);
        }

        timer.Fire();
        return true;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Order = ++time._order;
                if (dueTime >= TimeSpan.Zero)
                {
                    time._timers.Enqueue(this, (time.GetTimestamp() + dueTime.Ticks, Order));
                }
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Order = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }

    private sealed class Pump : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Work, object? State)> _work = new();

        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (_work)
            {
                _work.Enqueue((d, state));
                Monitor.Pulse(_work);
            }
        }

        public bool TryRun()
        {
            (SendOrPostCallback Work, object? State) next;
            lock (_work)
            {
                if (!_work.TryDequeue(out next))
                {
                    return false;
                }
            }

            next.Work(next.State);
            return true;
        }

        public bool Wait(TimeSpan patience)
        {
            lock (_work)
            {
                return _work.Count > 0 || Monitor.Wait(_work, patience);
            }
        }
    }
}
