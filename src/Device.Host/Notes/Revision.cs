namespace Device.Host.Notes;

/// <summary>Counts changes of something and wakes who waits for the next one. A slow waiter sees only the latest. Thread-safe.</summary>
internal sealed class Revision
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Bump()
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            Interlocked.Increment(ref _value);
            (waiting, _next) = (_next, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.SetResult();
    }

    /// <summary>Waits until the value is above one that was seen.</summary>
    public async ValueTask<long> WaitAfterAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_value > seen)
                {
                    return _value;
                }

                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }
}
