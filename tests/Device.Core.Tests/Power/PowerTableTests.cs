using System.Collections.Immutable;
using Device.Core.Power;

namespace Device.Core.Tests.Power;

public sealed class PowerTableTests
{
    [Fact]
    public void Every_state_has_an_answer_to_every_input()
    {
        foreach (var state in Enum.GetValues<PowerState>())
        {
            foreach (var input in Enum.GetValues<PowerInput>())
            {
                Assert.Equal((state, input), (PowerTable.Find(state, input).State, PowerTable.Find(state, input).Input));
            }
        }

        Assert.Equal(Enum.GetValues<PowerState>().Length * Enum.GetValues<PowerInput>().Length, PowerTable.Rules.Length);
    }

    [Fact]
    public void Every_way_to_sleep_cleans_the_panel_and_flushes_the_journal_first()
    {
        var ways = Steps().Where(s => s.Step.Next == PowerState.Suspending && s.From != PowerState.Suspending).ToArray();
        Assert.NotEmpty(ways);
        Assert.All(ways, way => Assert.Equal(
            [PowerEffect.ShowSleep, PowerEffect.FlushJournal, PowerEffect.ArmAlarm], way.Step.Effects.Where(e => e != PowerEffect.LightOff)));
    }

    [Fact]
    public void Only_a_machine_that_is_prepared_and_free_sleeps()
    {
        var suspending = PowerTable.Rules.Where(r => r.Free.Effects.Contains(PowerEffect.Suspend) || r.Busy.Effects.Contains(PowerEffect.Suspend)).ToArray();
        var rule = Assert.Single(suspending);
        Assert.Equal((PowerState.Suspending, PowerInput.Prepared), (rule.State, rule.Input));
        Assert.DoesNotContain(PowerEffect.Suspend, rule.Busy.Effects);
    }

    [Fact]
    public void Every_way_off_flushes_the_journal_and_cleans_the_panel_first()
    {
        var ways = Steps().Where(s => s.Step.Next == PowerState.ShuttingDown && s.From != PowerState.ShuttingDown).ToArray();
        Assert.NotEmpty(ways);
        Assert.All(ways, way => Assert.Superset(new HashSet<PowerEffect> { PowerEffect.FlushJournal, PowerEffect.ShowOff, PowerEffect.EndWork }, way.Step.Effects.ToHashSet()));
        Assert.All(Steps().Where(s => s.Step.Effects.Contains(PowerEffect.PowerOff)), s => Assert.True(s.From is PowerState.ShuttingDown or PowerState.Off));
    }

    [Fact]
    public void A_machine_that_a_person_wakes_shows_the_page_on_a_panel_it_does_not_trust()
    {
        var asleep = new[] { PowerState.Background, PowerState.Suspending, PowerState.Suspended, PowerState.Critical };
        var ways = Steps().Where(s => asleep.Contains(s.From) && s.Step.Next == PowerState.Active).ToArray();
        Assert.Equal(asleep.Order(), ways.Select(w => w.From).Distinct().Order());
        Assert.All(ways, way => Assert.Equal([PowerEffect.DisarmAlarm, PowerEffect.ShowPage, PowerEffect.LightOn], way.Step.Effects));
    }

    [Fact]
    public void Every_state_that_waits_for_something_that_may_never_come_has_a_time()
    {
        var options = new PowerOptions();
        foreach (var state in Enum.GetValues<PowerState>().Where(s => s != PowerState.Suspended))
        {
            Assert.InRange(options.TimeIn(state) ?? TimeSpan.MaxValue, TimeSpan.FromSeconds(5), TimeSpan.FromHours(10));
        }

        // Asleep no program runs; the clock's alarm and the keys wake it.
        Assert.Null(options.TimeIn(PowerState.Suspended));
    }

    [Fact]
    public void A_time_that_runs_out_leads_on_to_sleep_or_off_and_nowhere_else()
    {
        var state = PowerState.Active;
        var seen = new List<PowerState>();
        for (var i = 0; i < 3; i++)
        {
            state = PowerTable.Find(state, PowerInput.Timeout).Free.Next;
            seen.Add(state);
        }

        Assert.Equal([PowerState.Idle, PowerState.Resting, PowerState.Suspending], seen);
        Assert.Equal(PowerState.ShuttingDown, PowerTable.Find(PowerState.Critical, PowerInput.Timeout).Busy.Next);
        Assert.Equal(PowerState.Off, PowerTable.Find(PowerState.ShuttingDown, PowerInput.Timeout).Busy.Next);
    }

    [Fact]
    public void Names_and_numbers_are_kept_for_ever()
    {
        Assert.Equal("Active,Idle,Resting,Background,Suspending,Suspended,Critical,ShuttingDown,Off", string.Join(',', Enum.GetValues<PowerState>()));
        Assert.Equal(17, (int)PowerEffect.PowerOff);
        Assert.Equal(14, (int)PowerInput.BatteryRecovered);
        Assert.Equal(16, (int)DeviceEventKind.WatchdogReset);
    }

    private static ImmutableArray<(PowerState From, PowerStep Step)> Steps() =>
        [.. PowerTable.Rules.SelectMany(r => new[] { (r.State, r.Free), (r.State, r.Busy) })];
}
