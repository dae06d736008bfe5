namespace Device.Hardware.Tests.Audio;

/// <summary>A clock for code that blocks its thread: a wait lets time pass and is over at once. What is planned happens on the way.</summary>
internal sealed class StepTime : TimeProvider
{
    private readonly PriorityQueue<Action, long> _plan = new();
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    public override long GetTimestamp() => _now;

    public void At(double seconds, Action what) => _plan.Enqueue(what, (long)(seconds * TimeSpan.TicksPerSecond));

    public void Pass(TimeSpan time)
    {
        var end = _now + time.Ticks;
        while (_plan.TryPeek(out var what, out var at) && at <= end)
        {
            _ = _plan.Dequeue();
            _now = Math.Max(_now, at);
            what();
        }

        _now = Math.Max(_now, end);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pass(dueTime);
        callback(state);
        return new Over();
    }

    private sealed class Over : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
