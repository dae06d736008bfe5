namespace Device.Core.Speech;

/// <summary>The state of the switch that mutes the machine's microphone. Thread-safe.</summary>
public sealed class MicrophoneMute
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _untilOff;
    private volatile bool _isMuted;

    /// <summary>The state has changed. Called on the thread that noticed; handlers must be short.</summary>
    public event EventHandler? Changed;

    /// <summary>Whether the microphone must not be heard.</summary>
    public bool IsMuted => _isMuted;

    /// <summary>Takes the state of the switch. Whoever reads the switch tells it as soon as it is known.</summary>
    public void Set(bool isMuted)
    {
        TaskCompletionSource? over;
        lock (_gate)
        {
            if (_isMuted == isMuted)
            {
                return;
            }

            _isMuted = isMuted;
            over = isMuted ? null : _untilOff;
            _untilOff = isMuted ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }

        over?.SetResult();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Waits until the microphone may be heard; at once when it may. Allocates nothing then.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UntilOffAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _untilOff is { } muted ? muted.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
        }
    }
}
