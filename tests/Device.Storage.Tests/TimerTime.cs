using Microsoft.Extensions.Time.Testing;

namespace Device.Storage.Tests;

/// <summary>A clock that says when someone has begun to wait for it.</summary>
internal sealed class TimerTime : FakeTimeProvider, IDisposable
{
    public ManualResetEventSlim TimerSet { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        TimerSet.Set();
        return timer;
    }

    public void Dispose() => TimerSet.Dispose();
}
