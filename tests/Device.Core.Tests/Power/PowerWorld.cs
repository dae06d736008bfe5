using Device.Core.Power;

namespace Device.Core.Tests.Power;

/// <summary>A machine around the policy: what the effects change, and what keeps it awake. It notes every promise that is broken.</summary>
internal sealed class PowerWorld
{
    private PowerSituation _situation;
    private int _holds;
    private bool _isDirty;
    private bool _isAlarmArmed;
    private bool _isPanelClean = true;
    private bool _isPrepared;

    public PowerState State => _situation.State;

    public List<string> Broken { get; } = [];

    public bool HasCharger { get; private set; }

    public int Suspends { get; private set; }

    public BatteryWatch Battery { get; private set; }

    private bool IsBusy => _holds > 0 || _isDirty;

    public void Hold() => _holds++;

    public void Release()
    {
        if (_holds > 0 && --_holds == 0)
        {
            Take(PowerInput.Released);
        }
    }

    public void Write()
    {
        if (State is PowerState.Active or PowerState.Idle or PowerState.Resting)
        {
            (_isDirty, _isPanelClean) = (true, false);
            Take(PowerInput.Activity);
        }
    }

    /// <summary>The ink that was written reaches flash, as it does by itself.</summary>
    public void Journal() => _isDirty = false;

    public void Charger(bool isThere)
    {
        HasCharger = isThere;
        Measure(50);
    }

    public void Measure(double level)
    {
        var before = Battery.Band;
        Battery = Battery.Take(new BatteryState(level, 3.7, HasCharger ? ChargeState.Charging : ChargeState.Discharging), new PowerOptions());
        if (Battery.Band != before)
        {
            Take(Battery.Band switch
            {
                BatteryBand.Low => before == BatteryBand.Critical ? PowerInput.BatteryRecovered : PowerInput.BatteryLow,
                BatteryBand.Critical => PowerInput.BatteryCritical,
                _ => PowerInput.BatteryRecovered,
            });
        }
    }

    public void Finish()
    {
        if (_isPrepared)
        {
            _isPrepared = false;
            Take(PowerInput.Prepared);
        }
    }

    public void Take(PowerInput input)
    {
        var from = State;
        var (next, step) = _situation.Take(input, IsBusy);
        _situation = next;
        _isPrepared = next.State is PowerState.Suspending or PowerState.ShuttingDown && (from != next.State || _isPrepared);
        foreach (var effect in step.Effects)
        {
            Do(effect);
        }
    }

    private void Do(PowerEffect effect)
    {
        switch (effect)
        {
            case PowerEffect.FlushJournal:
                _isDirty = false;
                break;
            case PowerEffect.EndWork:
                _holds = 0;
                break;
            case PowerEffect.ShowSleep or PowerEffect.ShowOff or PowerEffect.CleanPage:
                _isPanelClean = true;
                break;
            case PowerEffect.ShowPage or PowerEffect.ShowCritical:
                _isPanelClean = false;
                break;
            case PowerEffect.ArmAlarm or PowerEffect.DisarmAlarm:
                _isAlarmArmed = effect == PowerEffect.ArmAlarm;
                break;
            case PowerEffect.Suspend:
                Suspends++;
                Promise(_holds == 0, "slept while work kept it awake");
                Promise(!_isDirty, "slept with ink that was not on flash");
                Promise(_isPanelClean, "slept on a panel that was not cleaned");
                Promise(_isAlarmArmed, "slept without an alarm");
                break;
            case PowerEffect.PowerOff:
                Promise(!_isDirty, "went off with ink that was not on flash");
                break;
            default:
                break;
        }
    }

    private void Promise(bool holds, string otherwise)
    {
        if (!holds)
        {
            Broken.Add(otherwise);
        }
    }
}
