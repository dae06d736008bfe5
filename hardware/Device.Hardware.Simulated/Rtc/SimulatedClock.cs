using Device.Core.Power;

namespace Device.Hardware.Simulated.Rtc;

/// <summary>A real-time clock without hardware, which follows the machine's. Any thread.</summary>
/// <param name="machine">The machine's clock.</param>
public sealed class SimulatedClock(TimeProvider machine) : IRealTimeClock
{
    private readonly Lock _gate = new();
    private TimeSpan _offset;
    private DateTimeOffset? _alarm;

    /// <summary>Whether it has lost its time.</summary>
    public bool HasStopped { get; set; }

    /// <summary>When the alarm rings, or null.</summary>
    public DateTimeOffset? Alarm
    {
        get
        {
            lock (_gate)
            {
                return _alarm;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<DateTimeOffset?>(HasStopped ? null : machine.GetUtcNow() + _offset);

    /// <inheritdoc/>
    public ValueTask SetAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        (_offset, HasStopped) = (time - machine.GetUtcNow(), false);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask SetAlarmAsync(DateTimeOffset? time, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _alarm = time;
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> HasAlarmRungAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Alarm is { } alarm && machine.GetUtcNow() + _offset >= alarm);
}
