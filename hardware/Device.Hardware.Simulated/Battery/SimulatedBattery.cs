using Device.Core.Power;

namespace Device.Hardware.Simulated.Battery;

/// <summary>A battery that empties and fills with time. Any thread.</summary>
/// <param name="time">The clock.</param>
public sealed class SimulatedBattery(TimeProvider time) : IBattery
{
    private const double EmptyVolts = 3.3;
    private const double FullVolts = 4.2;
    private const double MinutesPerHour = 60;

    private readonly Lock _gate = new();
    private double _level = 80;
    private bool _isCharging;
    private long _since = time.GetTimestamp();

    /// <summary>Percent an hour that the machine takes, above 0.</summary>
    public double Draw { get; init; } = 1;

    /// <summary>Percent an hour that a charger gives beyond that, above 0.</summary>
    public double Supply { get; init; } = 40;

    /// <summary>Readings that fail; counts down.</summary>
    public int Failures { get; set; }

    /// <summary>Charge in percent, 0 to 100.</summary>
    public double Level
    {
        get
        {
            lock (_gate)
            {
                return Pass();
            }
        }

        set
        {
            lock (_gate)
            {
                Pass();
                _level = Math.Clamp(value, 0, 100);
            }
        }
    }

    /// <summary>Whether a charger is connected.</summary>
    public bool IsCharging
    {
        get
        {
            lock (_gate)
            {
                return _isCharging;
            }
        }

        set
        {
            lock (_gate)
            {
                Pass();
                _isCharging = value;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<BatteryState> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (Failures > 0)
            {
                Failures--;
                throw new IOException("simulated battery: no answer");
            }

            var level = Pass();
            var charge = !_isCharging ? ChargeState.Discharging : level >= 100 ? ChargeState.Full : ChargeState.Charging;
            double? minutes = charge switch
            {
                ChargeState.Charging => (100 - level) / Supply * MinutesPerHour,
                ChargeState.Discharging => level / Draw * MinutesPerHour,
                _ => null,
            };
            return ValueTask.FromResult(new BatteryState(level, EmptyVolts + ((FullVolts - EmptyVolts) * level / 100), charge, minutes, 25));
        }
    }

    private double Pass()
    {
        var hours = time.GetElapsedTime(_since).TotalHours;
        _since = time.GetTimestamp();
        return _level = Math.Clamp(_level + (hours * (_isCharging ? Supply : -Draw)), 0, 100);
    }
}
