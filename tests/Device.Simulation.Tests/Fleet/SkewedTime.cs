namespace Device.Simulation.Tests.Fleet;

/// <summary>A machine's clock: it goes as fast as the true one and may be set wrongly.</summary>
internal sealed class SkewedTime(TimeProvider truth) : TimeProvider
{
    /// <summary>By how much the wall clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => truth.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + Skew;

    public override long GetTimestamp() => truth.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        truth.CreateTimer(callback, state, dueTime, period);
}
