using Device.Core.Screen;
using Device.Hardware.Panels.Drm;
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
    /// <summary>What the panel is.</summary>
    public static PanelCapabilities CapabilitiesOf(PanelProfile panel) =>
        new(panel.Width, panel.Height, panel.DotsPerInch, panel.GreyLevels, panel.Driver is not ("fbdev" or "drm"));

    /// <summary>The drivers and what a profile says to each.</summary>
    public static IReadOnlyList<DriverSection> Sections(PanelProfile panel) =>
    [
        DriverSection.Plain("simulated"),
        new("it8951", panel.It8951, (panel.It8951 ?? new It8951Options()).Validate),
        new("ssd1680", panel.Ssd1680, (panel.Ssd1680 ?? new Ssd1680Options()).Validate),
        new("fbdev", panel.Fbdev, (panel.Fbdev ?? new FbdevOptions()).Validate),
        new("drm", panel.Drm, (panel.Drm ?? new DrmOptions()).Validate),
        new("mxcfb", panel.Mxcfb, (panel.Mxcfb ?? new MxcfbOptions()).Validate),
        new("ebc", panel.Ebc, (panel.Ebc ?? new EbcOptions()).Validate),
    ];

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
            "drm" => DrmPanel.Open(capabilities, panel.Drm ?? new DrmOptions()),
            "mxcfb" => MxcfbPanel.Open(capabilities, panel.Mxcfb ?? new MxcfbOptions(), time, loggers.CreateLogger<MxcfbPanel>()),
            "ebc" => EbcPanel.Open(capabilities, panel.Ebc ?? new EbcOptions(), time),
            _ => new SimulatedPanel(capabilities, time, new SimulatedPanelOptions { TimeScale = 1 / simulatedSpeed }),
        };
    }
}
