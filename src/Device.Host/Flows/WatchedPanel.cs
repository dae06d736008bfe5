using Device.Core.Screen;

namespace Device.Host.Flows;

/// <summary>The panel, with a note of when it was last given something to do. Adds nothing to a command but one number. Any thread.</summary>
internal sealed class WatchedPanel(IPanel panel, TimeProvider time) : IPanel
{
    private readonly SemaphoreSlim _commanded = new(0, 1);
    private long _last;
    private long _commands;

    public PanelCapabilities Capabilities => panel.Capabilities;

    public PanelTiming Timing => panel.Timing;

    public PanelCondition Condition => panel.Condition;

    /// <summary>Commands so far.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>How long ago the last command was.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(Interlocked.Read(ref _last));

    public ValueTask RefreshAsync(PixelRect region, ReadOnlyMemory<byte> grey, int stride, RefreshIntent intent, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _last, time.GetTimestamp());
        Interlocked.Increment(ref _commands);
        if (_commanded.CurrentCount == 0)
        {
            Signal();
        }

        return panel.RefreshAsync(region, grey, stride, intent, cancellationToken);
    }

    public ValueTask WaitUntilSettledAsync(CancellationToken cancellationToken) => panel.WaitUntilSettledAsync(cancellationToken);

    public ValueTask CheckAsync(CancellationToken cancellationToken) => panel.CheckAsync(cancellationToken);

    /// <summary>Waits for the next command, or for some time.</summary>
    public async Task WaitForCommandAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = Task.Delay(atMost, time, limit.Token);
        var command = _commanded.WaitAsync(limit.Token);
        await Task.WhenAny(timer, command);
        await limit.CancelAsync();
        await Task.WhenAll(timer, command).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Leaves the panel open; its board owns it.</summary>
    public ValueTask DisposeAsync()
    {
        _commanded.Dispose();
        return default;
    }

    private void Signal()
    {
        try
        {
            _commanded.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two threads at once: the signal is there.
        }
    }
}
