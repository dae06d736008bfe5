using CsCheck;
using Device.Coprocessor;
using Device.Link;

namespace Device.Firmware.Tests.Coprocessor;

public sealed class BatteryGuardTests
{
    private static readonly CoprocessorSettings Settings = new();

    private readonly BatteryGuard _guard = new(Settings);
    private long _now;

    [Fact]
    public void A_battery_that_runs_down_passes_every_level_in_order()
    {
        var levels = new List<BatteryLevel>();
        for (var mv = 4100; mv >= 3100; mv -= 5)
        {
            Hold(mv, 500, level => levels.Add(level));
        }

        Assert.Equal([BatteryLevel.Normal, BatteryLevel.Low, BatteryLevel.Critical, BatteryLevel.Cut], levels);
    }

    [Fact]
    public void A_load_peak_shorter_than_the_hold_time_changes_nothing()
    {
        Hold(3900, 1000);
        Hold(3000, Settings.BatteryHold - 100);
        Hold(3900, 1000);
        Assert.Equal(BatteryLevel.Normal, _guard.Level);
    }

    [Fact]
    public void A_voltage_that_wavers_at_a_threshold_is_reported_once()
    {
        var changes = 0;
        Hold(3900, 100);
        for (var i = 0; i < 50; i++)
        {
            Hold(Settings.LowMillivolts - 10, 3000, _ => changes++);
            Hold(Settings.LowMillivolts + Settings.HysteresisMillivolts, 3000, _ => changes++);
        }

        Assert.Equal(1, changes);
    }

    [Fact]
    public void After_a_cut_only_external_power_brings_the_machine_back()
    {
        Hold(3100, 3000);
        Assert.Equal(BatteryLevel.Cut, _guard.Level);
        Hold(3900, 60_000);
        Assert.Equal(BatteryLevel.Cut, _guard.Level);
        Assert.False(_guard.AllowsPowerOn);
        _guard.Update(3300, true, _now);
        Assert.Equal(BatteryLevel.Normal, _guard.Level);
        Assert.True(_guard.AllowsPowerOn);
    }

    [Fact]
    public void A_battery_just_above_the_cut_does_not_start_the_machine()
    {
        _guard.Update(Settings.CutMillivolts + 10, false, 0);
        Assert.False(_guard.AllowsPowerOn);
        _guard.Update(Settings.CutMillivolts + 10, true, 10);
        Assert.True(_guard.AllowsPowerOn);
    }

    [Fact]
    public void A_broken_gauge_never_switches_a_machine_off()
    {
        Gen.OneOf(Gen.Int[int.MinValue, 999], Gen.Int[6001, int.MaxValue]).Array[1, 200].Sample(readings =>
        {
            var guard = new BatteryGuard(Settings);
            for (var i = 0; i < readings.Length; i++)
            {
                guard.Update(readings[i], false, i * 1000L);
            }

            return guard.Level == BatteryLevel.Unknown && guard.AllowsPowerOn && guard.FailedReadings == readings.Length;
        });
    }

    [Fact]
    public void Failed_readings_do_not_count_towards_the_hold_time()
    {
        Hold(3900, 100);
        Hold(3100, 10);
        Hold(0, 10_000);
        Hold(3100, 10);
        Assert.Equal(BatteryLevel.Normal, _guard.Level);
    }

    [Fact]
    public void Power_is_never_cut_while_a_charger_is_plugged_in()
    {
        Gen.Int[0, 6500].Array[1, 300].Sample(readings =>
        {
            var guard = new BatteryGuard(Settings);
            for (var i = 0; i < readings.Length; i++)
            {
                guard.Update(readings[i], true, i * 3000L);
                if (guard.Level > BatteryLevel.Normal)
                {
                    return false;
                }
            }

            return true;
        });
    }

    private void Hold(int millivolts, int milliseconds, Action<BatteryLevel>? changed = null)
    {
        for (var end = _now + milliseconds; _now < end; _now += 10)
        {
            if (_guard.Update(millivolts, false, _now))
            {
                changed?.Invoke(_guard.Level);
            }
        }
    }
}
