using System.Collections.Concurrent;

namespace Device.Storage.Tests;

/// <summary>Runs a task and everything it awaits on the calling thread, so that its system calls come in one order and are counted together.</summary>
internal sealed class SingleThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = new(new ConcurrentQueue<(SendOrPostCallback, object?)>(), 10_000);

    public static int Run(Func<Task<int>> action)
    {
        var before = Current;
        using var context = new SingleThread();
        SetSynchronizationContext(context);
        try
        {
            var task = action();
            _ = task.ContinueWith(_ => context._queue.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var (callback, state) in context._queue.GetConsumingEnumerable())
            {
                callback(state);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Dispose() => _queue.Dispose();

    public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);
}
