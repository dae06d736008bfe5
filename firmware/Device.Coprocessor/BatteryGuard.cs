using Device.Link;

namespace Device.Coprocessor;

/// <summary>Watches the battery's voltage against three thresholds: low, critical and cut.</summary>
/// <remarks>
/// A voltage counts once it has stayed below a threshold for the hold time, and a level is left only above its threshold plus
/// hysteresis. External power lifts every level at once; a cut is lifted by nothing else, because a cell recovers when its load
/// is gone. A reading outside 1000..6000 mV is a failed measurement: it is counted and changes nothing, because a broken gauge
/// must not switch a machine off. Times are milliseconds of a monotonic clock. Use from one thread.
/// </remarks>
public sealed class BatteryGuard
{
    private const int PlausibleLowest = 1000;
    private const int PlausibleHighest = 6000;

    private readonly ThresholdLatch _low;
    private readonly ThresholdLatch _critical;
    private readonly ThresholdLatch _cut;
    private readonly int _startMillivolts;
    private bool _isTooLowToStart;

    /// <summary>Makes one with a board's thresholds.</summary>
    public BatteryGuard(CoprocessorSettings settings)
    {
        _low = new ThresholdLatch(settings.LowMillivolts, settings.HysteresisMillivolts, settings.BatteryHold);
        _critical = new ThresholdLatch(settings.CriticalMillivolts, settings.HysteresisMillivolts, settings.BatteryHold);
        _cut = new ThresholdLatch(settings.CutMillivolts, settings.HysteresisMillivolts, settings.BatteryHold);
        _startMillivolts = settings.CutMillivolts + settings.HysteresisMillivolts;
    }

    /// <summary>The level that counts.</summary>
    public BatteryLevel Level { get; private set; } = BatteryLevel.Unknown;

    /// <summary>Readings that were no plausible voltage.</summary>
    public long FailedReadings { get; private set; }

    /// <summary>The processor may be switched on: not after a cut, nor so close above it that starting would end in one.</summary>
    public bool AllowsPowerOn
    {
        get { return Level != BatteryLevel.Cut && !_isTooLowToStart; }
    }

    /// <summary>Takes a reading.</summary>
    /// <returns>True when <see cref="Level"/> changed.</returns>
    public bool Update(int millivolts, bool isExternalPower, long now)
    {
        bool isPlausible = millivolts >= PlausibleLowest && millivolts <= PlausibleHighest;
        if (!isPlausible)
        {
            FailedReadings++;
        }

        if (isExternalPower)
        {
            _low.Reset();
            _critical.Reset();
            _cut.Reset();
            _isTooLowToStart = false;
            return Enter(isPlausible ? BatteryLevel.Normal : BatteryLevel.Unknown);
        }

        if (Level == BatteryLevel.Cut)
        {
            return false;
        }

        if (!isPlausible)
        {
            _low.Interrupt();
            _critical.Interrupt();
            _cut.Interrupt();
            return false;
        }

        _low.Update(millivolts, now);
        _critical.Update(millivolts, now);
        _cut.Update(millivolts, now);
        _isTooLowToStart = millivolts <= _startMillivolts;
        return Enter(Deepest());
    }

    private BatteryLevel Deepest()
    {
        if (_cut.IsBelow)
        {
            return BatteryLevel.Cut;
        }

        if (_critical.IsBelow)
        {
            return BatteryLevel.Critical;
        }

        return _low.IsBelow ? BatteryLevel.Low : BatteryLevel.Normal;
    }

    private bool Enter(BatteryLevel level)
    {
        if (level == Level)
        {
            return false;
        }

        Level = level;
        return true;
    }
}
