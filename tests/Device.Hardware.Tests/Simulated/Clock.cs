using Microsoft.Extensions.Time.Testing;

namespace Device.Hardware.Tests.Simulated;

/// <summary>Moves a fake clock on while something waits for it.</summary>
internal static class Clock
{
    internal static async Task<T> RunAsync<T>(this FakeTimeProvider time, Task<T> task)
    {
        await RunAsync(time, (Task)task);
        return await task;
    }

    /// <summary>Lets a task run to its end, a millisecond of fake time after the other; gives up after ten fake minutes.</summary>
    internal static async Task RunAsync(this FakeTimeProvider time, Task task)
    {
        for (var i = 0; i < 600_000 && !task.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.True(task.IsCompleted, "the task did not end within ten minutes of fake time");
        await task;
    }
}
