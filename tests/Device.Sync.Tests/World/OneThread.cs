using Microsoft.Extensions.Time.Testing;

namespace Device.Sync.Tests.World;

/// <summary>
/// Runs a body and all that it starts on the calling thread, and lets time pass only when there is nothing left to do: the
/// same run every time. A continuation that comes from another thread fails the test.
/// </summary>
internal sealed class OneThread : TaskScheduler
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<Task> _ready = new();
    private string? _escape;

    public static void Run(FakeTimeProvider time, TimeSpan limit, Func<Task> body, Func<string> state)
    {
        var scheduler = new OneThread();
        var root = Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        var start = time.GetTimestamp();
        while (!root.IsCompleted)
        {
            if (scheduler._ready.TryDequeue(out var task))
            {
                scheduler.TryExecuteTask(task);
            }
            else if (time.GetElapsedTime(start) < limit)
            {
                time.Advance(Step);
            }
            else
            {
                Assert.Fail($"what the test waits for has not happened within {limit}: {state()}");
            }

            Assert.True(scheduler._escape is null, scheduler._escape);
        }

        root.GetAwaiter().GetResult();
    }

    protected override void QueueTask(Task task)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape = $"a continuation came from another thread:\n{Environment.StackTrace}";
        }

        lock (_ready)
        {
            _ready.Enqueue(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
