using Device.Hardware.Simulated.Panels.It8951;

namespace Device.Host.Tests.Survival;

/// <summary>What an IT8951 and its wires do to a whole machine: ink is kept, the picture comes back, and somebody can see that it happened.</summary>
public sealed class It8951SurvivalTests
{
    private const string Board = """
        {"name":"faulty","title":"Faulty","panel":{"driver":"it8951","width":400,"height":480,"dotsPerInch":226,"greyLevels":16,
          "it8951":{"vcom":-1.53,"rotation":90,"readyTimeout":2000,"refreshTimeout":4000,"mostRecoveries":3,"recoveryPause":500}},
         "pen":{"driver":"evdev","device":"/dev/input/event0","calibration":[45,0,0,0,54,0]},"paper":{"template":"blank","pitch":12}}
        """;

    [Fact]
    public async Task Bits_that_flip_on_the_bus_and_spikes_on_the_ready_line_cost_no_ink_and_no_picture()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var chip = machine.Chip<It8951Chip>();
        (chip.Faults.FlipShare, chip.Faults.SpikeShare) = (0.02, 0.002);
        for (var i = 0; i < 6; i++)
        {
            await machine.WriteAsync();
        }

        (chip.Faults.FlipShare, chip.Faults.SpikeShare) = (0, 0);
        await machine.ShownAsync();
        Assert.Equal(6, machine.Strokes);
        Assert.True(machine.DarkPixels() > 6 * 100, $"{machine.DarkPixels()} dark pixels");
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task A_ready_line_that_is_late_is_waited_for_and_nothing_is_reset()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        machine.Chip<It8951Chip>().Faults.LateLooks = 40;
        await machine.WriteAsync();
        await machine.ShownAsync();
        Assert.Equal((1, 0L), (machine.Chip<It8951Chip>().ResetCount, machine.Condition.Recoveries));
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task A_ready_line_that_is_stuck_degrades_the_machine_until_a_reset_has_mended_it()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        Assert.Null(await machine.PanelTroubleAsync());
        var faults = machine.Chip<It8951Chip>().Faults;
        faults.HangAfterCommand = 0x0021;
        await machine.WriteAsync();
        Assert.Equal(1, machine.Strokes);
        await FaultyMachine.UntilAsync("the chip hangs", () => faults.IsReadyHung);
        faults.HangAfterCommand = 0;
        await FaultyMachine.UntilAsync("the trouble is seen", () => machine.Condition.Trouble is not null);
        Assert.Contains("HRDY (pin 24) stayed low", await machine.PanelTroubleAsync(), StringComparison.Ordinal);
        await machine.ShownAsync();
        Assert.Null(await machine.PanelTroubleAsync());
        Assert.Equal(1, machine.Condition.Recoveries);
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task A_controller_that_resets_itself_in_mid_update_is_found_out_though_nobody_writes_again()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var chip = machine.Chip<It8951Chip>();
        await machine.WriteAsync();
        await FaultyMachine.UntilAsync("the panel moves", () => chip.Glass.Engines != 0);
        chip.ResetByItself();
        await FaultyMachine.UntilAsync("the reset is found out", () => machine.Condition.Recoveries == 1);
        await machine.ShownAsync();
        Assert.True(machine.DarkPixels() > 100, $"{machine.DarkPixels()} dark pixels");
        Assert.Equal(0, chip.Glass.VcomError);
        Assert.Null(await machine.PanelTroubleAsync());
    }

    [Fact]
    public async Task A_controller_that_resets_itself_while_nothing_happens_is_found_out_too()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var chip = machine.Chip<It8951Chip>();
        await machine.WriteAsync();
        await machine.ShownAsync();
        chip.ResetByItself();
        await FaultyMachine.UntilAsync("the reset is found out", () => machine.Condition.Recoveries == 1);
        await machine.ShownAsync();
        Assert.Equal(0, chip.Glass.VcomError);
    }

    [Fact]
    public async Task A_panel_that_no_reset_mends_costs_no_ink_and_comes_back_by_itself_when_it_can()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var faults = machine.Chip<It8951Chip>().Faults;
        (faults.IsReadyHung, faults.UselessResets) = (true, 4);
        for (var i = 0; i < 3; i++)
        {
            await machine.WriteAsync();
        }

        Assert.Equal(3, machine.Strokes);
        await FaultyMachine.UntilAsync("the trouble is seen", () => machine.Condition.Trouble is not null);
        Assert.NotNull(await machine.PanelTroubleAsync());
        await machine.ShownAsync();
        Assert.True(machine.Condition.Recoveries >= 3, $"{machine.Condition.Recoveries} recoveries");
        Assert.True(machine.DarkPixels() > 3 * 100, $"{machine.DarkPixels()} dark pixels");
        Assert.Null(await machine.PanelTroubleAsync());
    }
}
