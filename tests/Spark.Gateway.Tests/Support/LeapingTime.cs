namespace Spark.Gateway.Tests.Support;

/// <summary>A clock that stands still until somebody pauses, and then leaps to the pause's end. For one task.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _ticks += Math.Max(0, dueTime.Ticks);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    public void Pass(TimeSpan time) => _ticks += time.Ticks;
}
