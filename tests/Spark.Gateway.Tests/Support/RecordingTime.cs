namespace Spark.Gateway.Tests.Support;

/// <summary>A clock whose timers fire at once and are remembered: for code whose only use of time is to pause.</summary>
internal sealed class RecordingTime : TimeProvider
{
    public List<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
