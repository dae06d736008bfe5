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
        await using var machine = await FaultyMachine.OpenAsync(Board, Font());
        var chip = machine.Chip<Ssd1680Chip>();
        chip.SpikeShare = 0.005;
        await machine.AnswerAsync("An answer of some length, to be read.");
        chip.SpikeShare = 0;
        await machine.ShownAsync();
        Assert.True(machine.DarkPixels() > 30, $"{machine.DarkPixels()} dark pixels");
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task A_busy_line_that_is_stuck_degrades_the_machine_until_a_reset_has_mended_it()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board, Font());
        var chip = machine.Chip<Ssd1680Chip>();
        chip.HungForResets = 1;
        await machine.AnswerAsync("An answer of some length, to be read.");
        await FaultyMachine.UntilAsync("the trouble is seen", () => machine.Condition.Trouble is not null);
        Assert.Contains("BUSY (pin 24) stayed high", await machine.PanelTroubleAsync(), StringComparison.Ordinal);
        await machine.ShownAsync();
        Assert.Null(await machine.PanelTroubleAsync());
        Assert.Equal(1, machine.Condition.Recoveries);
    }

    [Fact]
    public async Task An_update_that_a_reset_cut_off_is_made_again_though_nobody_writes_again()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board, Font());
        var chip = machine.Chip<Ssd1680Chip>();
        await machine.AnswerAsync("An answer of some length, to be read.");
        var before = chip.Activations.Count;
        await FaultyMachine.UntilAsync("the panel moves", () => chip.Glass.Engines != 0);
        chip.ResetByItself();
        await machine.ShownAsync();
        await FaultyMachine.UntilAsync("the reset is found out", () => machine.Condition.Recoveries >= 1);
        await machine.ShownAsync();
        Assert.True(chip.Activations.Count > before, "nothing was shown again");
        Assert.True(machine.DarkPixels() > 30, $"{machine.DarkPixels()} dark pixels");
    }

    /// <summary>A panel so small shows only text.</summary>
    private static string Font()
    {
        const string Name = "artifacts/fonts/NotoSansHans-Regular.otf";
        var font = Environment.GetEnvironmentVariable("DEVICE_FONT");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); font is null && folder is not null; folder = folder.Parent)
        {
            font = File.Exists(Path.Combine(folder.FullName, Name)) ? Path.Combine(folder.FullName, Name) : null;
        }

        Assert.SkipWhen(font is null, $"{Name} is missing: run tools/setup, or name a font in DEVICE_FONT");
        return font!;
    }
}
