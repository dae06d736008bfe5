using Device.Link;

namespace Device.Coprocessor;

/// <summary>The board's rules: samples the inputs, runs the state machines, drives the outputs.</summary>
/// <remarks>
/// Keeps power safe with the processor dead and the link silent: a held button cuts power, an empty battery cuts power, a
/// silent processor that asked to be watched is reset. Times are milliseconds of a monotonic clock. Use from one thread; poll
/// every 5..20 ms.
/// </remarks>
public sealed class PowerSupervisor
{
    private readonly CoprocessorSettings _settings;
    private readonly IBoard _board;
    private readonly PowerButton _button;
    private readonly Debouncer _lid;
    private readonly Debouncer _pen;
    private readonly Debouncer _externalPower;
    private readonly BatteryGuard _battery;
    private readonly HostWatchdog _watchdog;
    private readonly HostPower _power = new HostPower();
    private readonly EventQueue _events = new EventQueue();
    private BoardInputs _inputs;

    /// <summary>Makes one; the processor's supply is taken to be off.</summary>
    /// <exception cref="System.ArgumentOutOfRangeException">A setting is out of range.</exception>
    public PowerSupervisor(CoprocessorSettings settings, IBoard board)
    {
        settings.Validate();
        _settings = settings;
        _board = board;
        _button = new PowerButton(settings);
        _lid = new Debouncer(settings.Debounce);
        _pen = new Debouncer(settings.Debounce);
        _externalPower = new Debouncer(settings.Debounce);
        _battery = new BatteryGuard(settings);
        _watchdog = new HostWatchdog(settings);
    }

    /// <summary>What the processor's supply is doing.</summary>
    public HostPowerState HostState
    {
        get { return _power.State; }
    }

    /// <summary>The board's settings.</summary>
    public CoprocessorSettings Settings
    {
        get { return _settings; }
    }

    /// <summary>Events the processor has not fetched.</summary>
    public EventQueue Events
    {
        get { return _events; }
    }

    /// <summary>The watchdog over the processor.</summary>
    public HostWatchdog Watchdog
    {
        get { return _watchdog; }
    }

    /// <summary>Events raised since the co-processor started; a change tells the link to ring the doorbell.</summary>
    public long EventsRaised { get; private set; }

    /// <summary>The last event raised.</summary>
    public EventRecord LastEvent { get; private set; }

    /// <summary>Samples the board once and acts.</summary>
    public void Poll(long now)
    {
        _inputs = _board.Sample();
        UpdateSwitches(now);
        UpdateBattery(now);
        UpdateButton(now);

        if (_watchdog.IsDue(now))
        {
            _board.ResetHost();
            Raise(EventId.HostReset, now);
        }

        _power.Update(now);
        if (_power.State != HostPowerState.On)
        {
            // A processor that shuts down stops its heartbeat; resetting it would start it again.
            _watchdog.Disarm();
        }

        _board.SetHostPower(_power.IsOn);
        _board.SetHostInterrupt(_events.Count > 0);
    }

    /// <summary>The processor asks for its power to be cut in 0..60000 ms.</summary>
    /// <returns>False, changing nothing, when the delay is longer.</returns>
    public bool RequestPowerOff(uint delayMilliseconds, long now)
    {
        if (delayMilliseconds > HostPower.LongestDelay)
        {
            return false;
        }

        _power.ShutDownWithin(delayMilliseconds, now);
        return true;
    }

    /// <summary>Battery and supply as last sampled.</summary>
    public PowerStatus ReadPower()
    {
        int millivolts = _inputs.BatteryMillivolts;
        bool isMeasured = millivolts > 0 && millivolts <= ushort.MaxValue;
        return new PowerStatus(
            isMeasured ? (ushort)millivolts : PowerStatus.UnknownMillivolts,
            PowerStatus.UnknownPercent,
            _battery.Level,
            _externalPower.IsOn,
            _inputs.IsCharging,
            0,
            PowerStatus.UnknownTemperature);
    }

    /// <summary>The switches as last sampled, after debouncing.</summary>
    public InputStatus ReadInputs()
    {
        return new InputStatus(_button.IsPressed, _lid.IsOn, _pen.IsOn);
    }

    private void UpdateSwitches(long now)
    {
        if (_lid.Update(_inputs.IsLidClosed, now))
        {
            Raise(_lid.IsOn ? EventId.LidClosed : EventId.LidOpened, now);
        }

        if (_pen.Update(_inputs.IsPenNear, now) && _pen.IsOn)
        {
            Raise(EventId.PenNear, now);
        }

        if (_externalPower.Update(_inputs.IsExternalPower, now))
        {
            Raise(_externalPower.IsOn ? EventId.ExternalPowerOn : EventId.ExternalPowerOff, now);
        }
    }

    private void UpdateBattery(long now)
    {
        BatteryLevel before = _battery.Level;
        if (!_battery.Update(_inputs.BatteryMillivolts, _externalPower.IsOn, now))
        {
            return;
        }

        switch (_battery.Level)
        {
            case BatteryLevel.Low:
                if (before < BatteryLevel.Low)
                {
                    Raise(EventId.BatteryLow, now);
                }

                break;
            case BatteryLevel.Critical:
                Raise(EventId.BatteryCritical, now);
                break;
            case BatteryLevel.Cut:
                _power.Cut();
                break;
            default:
                if (before >= BatteryLevel.Low)
                {
                    Raise(EventId.BatteryRecovered, now);
                }

                break;
        }
    }

    private void UpdateButton(long now)
    {
        switch (_button.Update(_inputs.IsButtonPressed, now))
        {
            case PowerButtonAction.ShortPress:
                if (_power.IsOn)
                {
                    Raise(EventId.PowerButtonShort, now);
                }
                else
                {
                    TurnOn();
                }

                break;
            case PowerButtonAction.LongPress:
                if (_power.State == HostPowerState.On)
                {
                    Raise(EventId.PowerButtonLong, now);
                    _power.ShutDownWithin(_settings.ShutdownGrace, now);
                }
                else
                {
                    TurnOn();
                }

                break;
            case PowerButtonAction.ForceOff:
                _power.Cut();
                break;
            default:
                break;
        }
    }

    private void TurnOn()
    {
        if (_battery.AllowsPowerOn)
        {
            _power.TurnOn();
        }
    }

    private void Raise(EventId id, long now)
    {
        LastEvent = _events.Add(id, now);
        EventsRaised++;
    }
}
