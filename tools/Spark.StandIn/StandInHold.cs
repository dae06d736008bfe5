namespace Spark.StandIn;

/// <summary>
/// A place in one stream where the stand-in falls silent until told to go on: a test's way to make a pause without a clock.
/// Safe to use from any thread.
/// </summary>
public sealed class StandInHold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the stream has sent the parts before the hold and is silent.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the stream go on. Further calls do nothing.</summary>
    public void Release() => _released.TrySetResult();

    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(cancellationToken);
    }
}
