namespace Device.Host.Power;

/// <summary>A piece of work that keeps the machine awake until it is disposed of, told to end, or takes too long. Thread-safe.</summary>
internal sealed class WorkHold(string reason, WorkHolds holds) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private ITimer? _limit;

    /// <summary>What for.</summary>
    public string Reason => reason;

    /// <summary>Is cancelled when the work must end: the battery is empty, or the machine is being switched off.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Ends the hold.</summary>
    public void Dispose()
    {
        _limit?.Dispose();
        holds.Remove(this, hasExpired: false);
    }

    internal void Begin(TimeProvider time, TimeSpan longest) =>
        _limit = time.CreateTimer(static h => ((WorkHold)h!).Expire(), this, longest, Timeout.InfiniteTimeSpan);

    internal void End()
    {
        _ended.Cancel();
        holds.Remove(this, hasExpired: false);
    }

    private void Expire() => holds.Remove(this, hasExpired: true);
}
