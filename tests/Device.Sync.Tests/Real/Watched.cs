namespace Device.Sync.Tests.Real;

/// <summary>Waits for conditions on things that say when they change, with a timeout that only a broken test reaches. Thread-safe.</summary>
internal sealed class Watched
{
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(90);

    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Changed()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (condition())
            {
                return;
            }

            await changed.WaitAsync(Generous, ct);
        }
    }

    public static async Task UntilAsync(SyncSession session, Func<SyncStatus, bool> condition, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Generous);
        try
        {
            await foreach (var status in session.WatchAsync(timeout.Token))
            {
                if (condition(status))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Assert.Fail($"not within {Generous}: {session.Status}");
        }
    }
}
