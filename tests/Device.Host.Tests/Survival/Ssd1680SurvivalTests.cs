using Device.Hardware.Simulated.Panels.Ssd1680;

namespace Device.Host.Tests.Survival;

/// <summary>The same on a small controller that can only be listened to by its BUSY line.</summary>
public sealed class Ssd1680SurvivalTests
{
    private const string Board = """
        {"name":"faulty","title":"Faulty","panel":{"driver":"ssd1680","width":296,"height":128,"dotsPerInch":112,"greyLevels":2,
          "ssd1680":{"rotation":90,"busyTimeout":4000,"mostRecoveries":2}},
         "pen":{"driver":"simulated"},"paper":{"template":"blank","pitch":12}}
        """;

    [Fact]
    public async Task Spikes_on_the_busy_line_cost_no_picture()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var chip = machine.Chip<Ssd1680Chip>();
        chip.SpikeShare = 0.005;
        await machine.WriteAsync();
        chip.SpikeShare = 0;
        await machine.ShownAsync();
        Assert.True(machine.DarkPixels() > 30, $"{machine.DarkPixels()} dark pixels");
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task A_busy_line_that_is_stuck_degrades_the_machine_until_a_reset_has_mended_it()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var chip = machine.Chip<Ssd1680Chip>();
        chip.HungForResets = 1;
        await machine.WriteAsync();
        await FaultyMachine.UntilAsync("the trouble is seen", () => machine.Condition.Trouble is not null);
        Assert.Contains("BUSY (pin 24) stayed high", await machine.PanelTroubleAsync(), StringComparison.Ordinal);
        await machine.ShownAsync();
        Assert.Null(await machine.PanelTroubleAsync());
        Assert.Equal(1, machine.Condition.Recoveries);
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task An_update_that_a_reset_cut_off_is_made_again_though_nobody_writes_again()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board);
        var chip = machine.Chip<Ssd1680Chip>();
        await machine.WriteAsync();
        var before = chip.Activations.Count;
        await FaultyMachine.UntilAsync("the panel moves", () => chip.Glass.Engines != 0);
        chip.ResetByItself();
        await machine.ShownAsync();
        await FaultyMachine.UntilAsync("the reset is found out", () => machine.Condition.Recoveries >= 1);
        await machine.ShownAsync();
        Assert.True(chip.Activations.Count > before, "nothing was shown again");
        Assert.True(machine.DarkPixels() > 30, $"{machine.DarkPixels()} dark pixels");
    }
}
