using Device.Hardware.Simulated.Panels.Framebuffer;
using Device.Hardware.Simulated.Panels.RockchipEbc;

namespace Device.Host.Tests.Survival;

/// <summary>Kernels that hold a display up.</summary>
public sealed class KernelSurvivalTests
{
    [Fact]
    public async Task Another_program_that_held_every_buffer_of_the_ebc_costs_no_ink_and_no_picture()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board("ebc", """{"rotation":90,"bufferTimeout":500}"""));
        var kernel = machine.Chip<EbcKernel>();
        kernel.IsHeldByOthers = true;
        await machine.WriteAsync();
        await FaultyMachine.UntilAsync("the trouble is seen", () => machine.Condition.Trouble is not null);
        Assert.Equal(1, machine.Strokes);
        Assert.Contains("no buffer was free", await machine.PanelTroubleAsync(), StringComparison.Ordinal);
        kernel.IsHeldByOthers = false;
        await machine.ShownAsync();
        Assert.Null(await machine.PanelTroubleAsync());
        Assert.True(machine.Condition.Recoveries >= 1);
        Assert.Empty(machine.Glass.Violations);
    }

    [Fact]
    public async Task An_epdc_that_forgets_its_markers_is_counted_and_shows_the_picture_all_the_same()
    {
        await using var machine = await FaultyMachine.OpenAsync(Board("mxcfb", """{"rotation":90,"table":"remarkable"}"""));
        machine.Chip<MxcfbKernel>().LosesMarkers = true;
        await machine.WriteAsync();
        await machine.ShownAsync();
        Assert.True(machine.DarkPixels() > 100, $"{machine.DarkPixels()} dark pixels");
        Assert.Empty(machine.Glass.Violations);
    }

    private static string Board(string driver, string options) => $$$"""
        {"name":"faulty","title":"Faulty","panel":{"driver":"{{{driver}}}","width":400,"height":480,"dotsPerInch":226,"greyLevels":16,"{{{driver}}}":{{{options}}} },
         "pen":{"driver":"evdev","device":"/dev/input/event0","calibration":[45,0,0,0,54,0]},"paper":{"template":"blank","pitch":12}}
        """;
}
