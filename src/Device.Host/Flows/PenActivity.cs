namespace Device.Host.Flows;

/// <summary>When the pen last touched the glass, so that slow work can wait until the hand rests. Thread-safe.</summary>
internal sealed class PenActivity(TimeProvider time)
{
    private long _lastContact = long.MinValue;

    private volatile TaskCompletionSource? _waiting;

    public void Touched()
    {
        Interlocked.Exchange(ref _lastContact, time.GetTimestamp());
        if (_waiting is { } waiting)
        {
            _waiting = null;
            waiting.TrySetResult();
        }
    }

    /// <summary>Waits for the next touch. One waiter.</summary>
    public Task WaitForTouchAsync(CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting = waiting;
        return waiting.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the pen has not touched for so long.</summary>
    public async Task RestAsync(TimeSpan quiet, CancellationToken cancellationToken)
    {
        while (true)
        {
            var last = Interlocked.Read(ref _lastContact);
            var rest = last == long.MinValue ? TimeSpan.Zero : quiet - time.GetElapsedTime(last);
            if (rest <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(rest, time, cancellationToken);
        }
    }
}
