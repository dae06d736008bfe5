using CsCheck;
using Device.Core.Power;

namespace Device.Core.Tests.Power;

public sealed class PowerPolicyTests
{
    private static readonly PowerInput[] Outside =
    [
        PowerInput.Activity, PowerInput.PowerKey, PowerInput.LidClosed, PowerInput.LidOpened, PowerInput.Timeout, PowerInput.Woken, PowerInput.WokenByAlarm,
        PowerInput.PrepareFailed, PowerInput.SuspendFailed, PowerInput.PowerKeyHeld,
    ];

    private static readonly Gen<Action<PowerWorld>> AnyHappening = Gen.Frequency(
        (8, (IGen<Action<PowerWorld>>)Gen.OneOf(Outside[..^1]).Select(i => new Action<PowerWorld>(w => w.Take(i)))),
        (6, (IGen<Action<PowerWorld>>)Gen.Const(new Action<PowerWorld>(w => w.Finish()))),
        (2, (IGen<Action<PowerWorld>>)Gen.Const(new Action<PowerWorld>(w => w.Hold()))),
        (3, (IGen<Action<PowerWorld>>)Gen.Const(new Action<PowerWorld>(w => w.Release()))),
        (4, (IGen<Action<PowerWorld>>)Gen.Const(new Action<PowerWorld>(w => w.Write()))),
        (2, (IGen<Action<PowerWorld>>)Gen.Double[0, 100].Select(l => new Action<PowerWorld>(w => w.Measure(l)))),
        (1, (IGen<Action<PowerWorld>>)Gen.Bool.Select(b => new Action<PowerWorld>(w => w.Charger(b)))));

    [Fact]
    public void Whatever_happens_a_machine_sleeps_only_when_nothing_is_lost_by_it()
    {
        var slept = 0;
        AnyHappening.Array[0, 200].Sample(happenings =>
        {
            var world = Run(happenings);
            slept += world.Suspends;
            return world.Broken.Count == 0 ? true : throw new InvalidOperationException(string.Join(", ", world.Broken));
        }, iter: 2_000, threads: 1);
        Assert.True(slept > 100, $"slept {slept} times only, so that this says little");
    }

    [Fact]
    public void Whatever_came_before_an_empty_battery_ends_in_off_unless_it_is_charged()
    {
        AnyHappening.Array[0, 100].Sample(happenings =>
        {
            var world = Run(happenings);
            world.Charger(false);
            world.Measure(1);
            world.Measure(1);
            Assert.Equal(BatteryBand.Critical, world.Battery.Band);
            for (var i = 0; i < 4 && world.State != PowerState.Off; i++)
            {
                world.Finish();
                world.Take(PowerInput.Activity);
                world.Measure(1);
                world.Take(PowerInput.Timeout);
            }

            Assert.Equal(PowerState.Off, world.State);
        });
    }

    [Fact]
    public void A_charger_saves_a_machine_with_an_empty_battery()
    {
        var world = new PowerWorld();
        world.Measure(1);
        world.Measure(1);
        Assert.Equal(PowerState.Critical, world.State);
        world.Charger(true);
        Assert.Equal(PowerState.Active, world.State);
    }

    [Fact]
    public void A_machine_left_alone_sleeps_in_finite_time_from_wherever_it_is()
    {
        AnyHappening.Array[0, 100].Sample(happenings =>
        {
            var world = Run(happenings);
            world.Charger(true);
            for (var i = 0; i < 200 && world.State is not (PowerState.Suspended or PowerState.Off); i++)
            {
                world.Release();
                world.Journal();
                world.Finish();
                if (world.State != PowerState.Suspended)
                {
                    world.Take(PowerInput.Timeout);
                }
            }

            Assert.True(world.State is PowerState.Suspended or PowerState.Off, $"still {world.State}");
        });
    }

    [Fact]
    public void A_recording_goes_on_behind_the_sleep_screen_and_the_machine_sleeps_after_it()
    {
        var world = new PowerWorld();
        world.Hold();
        world.Take(PowerInput.PowerKey);
        Assert.Equal((PowerState.Background, 0), (world.State, world.Suspends));
        world.Take(PowerInput.Timeout);
        Assert.Equal(PowerState.Background, world.State);
        world.Release();
        Assert.Equal(PowerState.Suspending, world.State);
        world.Finish();
        Assert.Equal((PowerState.Suspended, 1), (world.State, world.Suspends));
    }

    [Fact]
    public void Work_that_begins_while_the_machine_prepares_to_sleep_keeps_it_awake()
    {
        var world = new PowerWorld();
        world.Take(PowerInput.LidClosed);
        world.Hold();
        world.Finish();
        Assert.Equal((PowerState.Background, 0), (world.State, world.Suspends));
    }

    [Fact]
    public void What_was_prepared_for_an_earlier_sleep_does_not_count_for_a_later_one()
    {
        var situation = default(PowerSituation);
        (situation, _) = situation.Take(PowerInput.PowerKey, isBusy: false);
        var first = situation.Entry;
        (situation, _) = situation.Take(PowerInput.Activity, isBusy: false);
        (situation, _) = situation.Take(PowerInput.PowerKey, isBusy: false);
        Assert.NotEqual(first, situation.Entry);
    }

    [Fact]
    public void Touching_an_active_machine_begins_its_time_anew_and_a_warning_does_not()
    {
        var situation = default(PowerSituation);
        var (touched, _) = situation.Take(PowerInput.Activity, isBusy: false);
        Assert.NotEqual(situation.Entry, touched.Entry);
        var (warned, step) = situation.Take(PowerInput.BatteryLow, isBusy: false);
        Assert.Equal(situation.Entry, warned.Entry);
        Assert.Equal([PowerEffect.WarnLow], step.Effects);
    }

    private static PowerWorld Run(Action<PowerWorld>[] happenings)
    {
        var world = new PowerWorld();
        foreach (var happening in happenings)
        {
            happening(world);
        }

        return world;
    }
}
