using Device.Core.Power;
using Device.Hardware.Simulated.Rtc;

namespace Device.Hardware.Simulated.SystemPower;

/// <summary>
/// A machine's sleep without a machine: the program goes on, and wakes by cancellation, by <see cref="Wake"/>, or by the clock's
/// alarm. Any thread; one sleep at a time.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="clock">The clock whose alarm wakes; null for none.</param>
public sealed class SimulatedPower(TimeProvider time, SimulatedClock? clock = null) : ISystemPower
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private volatile TaskCompletionSource? _sleep;
    private int _suspends;

    /// <summary>Sleeps that were begun.</summary>
    public int Suspends => Volatile.Read(ref _suspends);

    /// <summary>Whether the machine sleeps.</summary>
    public bool IsAsleep => _sleep is not null;

    /// <summary>Whether the machine was switched off.</summary>
    public bool IsOff { get; private set; }

    /// <summary>Sleeps that the kernel refuses; counts down.</summary>
    public int Refusals { get; set; }

    /// <summary>Is called when the machine is switched off.</summary>
    public Action? SwitchedOff { get; set; }

    /// <summary>Wakes the machine.</summary>
    public void Wake() => _sleep?.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask SuspendAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Refusals > 0)
        {
            Refusals--;
            throw new IOException("simulated power: a device refused to sleep");
        }

        var sleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sleep = sleep;
        Interlocked.Increment(ref _suspends);
        try
        {
            while (!sleep.Task.IsCompleted && !(clock is not null && await clock.HasAlarmRungAsync(cancellationToken)))
            {
                await Task.WhenAny(sleep.Task, Task.Delay(Look, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _sleep = null;
        }
    }

    /// <inheritdoc/>
    public ValueTask PowerOffAsync(CancellationToken cancellationToken)
    {
        IsOff = true;
        SwitchedOff?.Invoke();
        return default;
    }
}
