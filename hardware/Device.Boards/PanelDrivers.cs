using Device.Core.Screen;
using Device.Hardware.Panels;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Panels.RockchipEbc;
using Device.Hardware.Panels.Ssd1680;
using Device.Hardware.Simulated.Panel;
using Microsoft.Extensions.Logging;

namespace Device.Boards;

/// <summary>The panels that a board may name: how each section is checked, and how each is opened.</summary>
internal static class PanelDrivers
{
    /// <summary>Names of the drivers.</summary>
    public static IReadOnlyList<string> Names { get; } = ["simulated", "it8951", "ssd1680", "fbdev", "mxcfb", "ebc"];

    /// <summary>What the panel is.</summary>
    public static PanelCapabilities CapabilitiesOf(PanelProfile panel) =>
        new(panel.Width, panel.Height, panel.DotsPerInch, panel.GreyLevels, panel.Driver != "fbdev");

    /// <summary>What is wrong in the section of the panel's driver.</summary>
    public static IReadOnlyList<OptionFault> Faults(PanelProfile panel) => panel.Driver switch
    {
        "it8951" => (panel.It8951 ?? new It8951Options()).Validate(),
        "ssd1680" => (panel.Ssd1680 ?? new Ssd1680Options()).Validate(),
        "fbdev" => (panel.Fbdev ?? new FbdevOptions()).Validate(),
        "mxcfb" => (panel.Mxcfb ?? new MxcfbOptions()).Validate(),
        "ebc" => (panel.Ebc ?? new EbcOptions()).Validate(),
        _ => [],
    };

    /// <summary>Opens the panel.</summary>
    /// <exception cref="IOException">The bus or the device is not there.</exception>
    public static IPanel Open(PanelProfile panel, double simulatedSpeed, TimeProvider time, ILoggerFactory loggers)
    {
        var capabilities = CapabilitiesOf(panel);
        return panel.Driver switch
        {
            "it8951" => It8951Panel.Open(capabilities, panel.It8951!, time, loggers.CreateLogger<It8951Panel>()),
            "ssd1680" => Ssd1680Panel.Open(capabilities, panel.Ssd1680 ?? new Ssd1680Options(), time, loggers.CreateLogger<Ssd1680Panel>()),
            "fbdev" => FbdevPanel.Open(capabilities, panel.Fbdev ?? new FbdevOptions()),
            "mxcfb" => MxcfbPanel.Open(capabilities, panel.Mxcfb ?? new MxcfbOptions(), time, loggers.CreateLogger<MxcfbPanel>()),
            "ebc" => EbcPanel.Open(capabilities, panel.Ebc ?? new EbcOptions(), time),
            _ => new SimulatedPanel(capabilities, time, new SimulatedPanelOptions { TimeScale = 1 / simulatedSpeed }),
        };
    }
}
