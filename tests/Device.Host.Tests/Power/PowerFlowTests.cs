using Device.Core.Power;
using Device.Core.Screen;

namespace Device.Host.Tests.Power;

public sealed class PowerFlowTests
{
    [Fact]
    public async Task A_machine_left_alone_dims_rests_and_sleeps_on_a_clean_panel_with_an_alarm()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        await machine.UntilAsync(() => machine.Light.Level.Brightness == 60);
        await machine.UntilAsync(() => machine.State == PowerState.Idle);
        Assert.Equal(18, machine.Light.Level.Brightness);
        await machine.UntilAsync(() => machine.State == PowerState.Resting && machine.Light.Level.Brightness == 0);
        await machine.UntilAsync(() => machine.Power.IsAsleep);
        Assert.Equal((PowerState.Suspended, 1), (machine.State, machine.Power.Suspends));
        Assert.InRange((machine.Clock.Alarm!.Value - machine.Time.GetUtcNow()).TotalSeconds, 3_500, 3_600);
        Assert.Contains(machine.Panel.Log(), r => r.Intent == RefreshIntent.DeepClean && r.Region == machine.Panel.Capabilities.Bounds);
    }

    [Fact]
    public async Task The_power_key_puts_the_machine_to_sleep_and_wakes_it()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        machine.Keys.Happen(DeviceEventKind.PowerKey);
        await machine.UntilAsync(() => machine.Power.IsAsleep);
        machine.Keys.Happen(DeviceEventKind.PowerKey);
        await machine.UntilAsync(() => machine.State == PowerState.Active && machine.Light.Level.Brightness == 60);
        Assert.Null(machine.Clock.Alarm);
    }

    [Fact]
    public async Task The_pen_wakes_the_machine_and_what_it_wrote_is_kept()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        machine.Keys.Happen(DeviceEventKind.LidClosed);
        await machine.UntilAsync(() => machine.Power.IsAsleep);
        await machine.WriteAsync();
        await machine.UntilAsync(() => machine.State == PowerState.Active);
        var page = machine.Parts.Desk.Page;
        await machine.UntilAsync(() => machine.Parts.View.Read(n => n.Find(page)!.Strokes().Length) == 1);
    }

    [Fact]
    public async Task Work_goes_on_while_the_machine_looks_asleep_and_then_it_sleeps()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        var hold = machine.Holds.Take("recording", TimeSpan.FromHours(1));
        machine.Keys.Happen(DeviceEventKind.LidClosed);
        await machine.UntilAsync(() => machine.State == PowerState.Background);
        await machine.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((PowerState.Background, 0), (machine.State, machine.Power.Suspends));
        hold.Dispose();
        await machine.UntilAsync(() => machine.Power.IsAsleep, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Work_that_never_ends_keeps_the_machine_awake_no_longer_than_it_said()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        _ = machine.Holds.Take("stuck", TimeSpan.FromMinutes(3));
        machine.Keys.Happen(DeviceEventKind.PowerKey);
        await machine.UntilAsync(() => machine.Power.IsAsleep, TimeSpan.FromMinutes(5));
        Assert.Equal(1, machine.Holds.Expired);
    }

    [Fact]
    public async Task The_alarm_wakes_the_machine_to_sync_and_it_sleeps_again_without_a_person_noticing()
    {
        await using var machine = await SleepyMachine.OpenAsync(new PowerOptions { SyncEvery = 300, Brightness = 60 });
        machine.Keys.Happen(DeviceEventKind.PowerKey);
        await machine.UntilAsync(() => machine.Power.IsAsleep);
        var shown = machine.Panel.Log().Count;
        await machine.UntilAsync(() => machine.State == PowerState.Background && machine.Holds.IsBusy);
        Assert.Equal(["sync"], machine.Holds.Reasons());
        await machine.UntilAsync(() => machine.Power is { IsAsleep: true, Suspends: 2 });
        Assert.Equal((shown, 0), (machine.Panel.Log().Count, machine.Light.Level.Brightness));
    }

    [Fact]
    public async Task An_empty_battery_switches_the_machine_off_and_a_charger_would_have_saved_it()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        var hold = machine.Holds.Take("recording", TimeSpan.FromHours(1));
        machine.Battery.Level = 3;
        await machine.UntilAsync(() => machine.State == PowerState.Critical);
        Assert.True(hold.Ended.IsCancellationRequested);
        machine.Battery.IsCharging = true;
        machine.Keys.Happen(DeviceEventKind.ChargerConnected);
        await machine.UntilAsync(() => machine.State == PowerState.Active, TimeSpan.FromSeconds(30));
        machine.Battery.IsCharging = false;
        machine.Battery.Level = 3;
        await machine.UntilAsync(() => machine.Power.IsOff, TimeSpan.FromMinutes(5));
        Assert.Equal(PowerState.Off, machine.State);
    }

    [Fact]
    public async Task A_low_battery_is_shown_in_the_status_bar()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        await machine.UntilAsync(() => machine.Parts.Battery.Glyph is { Percent: 80, IsLow: false });
        machine.Battery.Level = 12;
        await machine.UntilAsync(() => machine.Parts.Battery.Glyph is { Percent: 12 or 11, IsLow: true });
        Assert.NotEqual(PowerState.Critical, machine.State);
    }

    [Fact]
    public async Task A_kernel_that_refuses_to_sleep_is_asked_again()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        machine.Power.Refusals = 2;
        machine.Keys.Happen(DeviceEventKind.PowerKey);
        await machine.UntilAsync(() => machine.Power.IsAsleep, TimeSpan.FromMinutes(3));
        Assert.Equal(0, machine.Power.Refusals);
    }

    [Fact]
    public async Task A_gauge_that_fails_costs_a_warning_and_nothing_else()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        await machine.UntilAsync(() => machine.Parts.Battery.State is not null);
        machine.Battery.Failures = 3;
        await machine.UntilAsync(() => machine.Parts.Power.FailedReadings == 3, TimeSpan.FromMinutes(5));
        Assert.NotEqual(PowerState.Critical, machine.State);
    }

    [Fact]
    public async Task Page_keys_turn_pages_of_a_machine_that_is_awake_and_do_not_wake_one_in_a_bag()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        var first = machine.Parts.Desk.Page;
        var turned = machine.Parts.Desk.NewPageAsync(null, TestContext.Current.CancellationToken);
        await machine.UntilAsync(() => turned.IsCompletedSuccessfully);
        var second = machine.Parts.Desk.Page;
        machine.Keys.Happen(DeviceEventKind.PageBack);
        await machine.UntilAsync(() => machine.Parts.Desk.Page == first);
        machine.Keys.Happen(DeviceEventKind.PageForward);
        await machine.UntilAsync(() => machine.Parts.Desk.Page == second);
        machine.Keys.Happen(DeviceEventKind.LidClosed);
        await machine.UntilAsync(() => machine.Power.IsAsleep);
        machine.Keys.Happen(DeviceEventKind.PageBack);
        await machine.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((second, true), (machine.Parts.Desk.Page, machine.Power.IsAsleep));
    }

    [Fact]
    public async Task Holding_the_power_key_switches_off_whatever_the_machine_does()
    {
        await using var machine = await SleepyMachine.OpenAsync();
        _ = machine.Holds.Take("recording", TimeSpan.FromHours(1));
        await machine.WriteAsync();
        machine.Keys.Happen(DeviceEventKind.PowerKeyHeld);
        await machine.UntilAsync(() => machine.Power.IsOff, TimeSpan.FromMinutes(1));
    }
}
