using Device.Hardware.Panels.Drm;
using Device.Hardware.Panels.Framebuffer;
using Device.Hardware.Panels.It8951;
using Device.Hardware.Panels.RockchipEbc;
using Device.Hardware.Panels.Ssd1680;

namespace Device.Boards;

/// <summary>The panel of a board. The section named like the driver holds its wiring and use.</summary>
/// <param name="Driver"><c>simulated</c>, <c>it8951</c>, <c>ssd1680</c>, <c>fbdev</c>, <c>drm</c>, <c>mxcfb</c> or <c>ebc</c>.</param>
/// <param name="Width">Columns as a person sees them, 8 to 8,192.</param>
/// <param name="Height">Rows as a person sees them, 8 to 8,192.</param>
/// <param name="DotsPerInch">50 to 600.</param>
/// <param name="GreyLevels">2, 4, 16 or 256.</param>
public sealed record PanelProfile(string Driver, int Width, int Height, int DotsPerInch, int GreyLevels)
{
    /// <summary>An IT8951 over SPI.</summary>
    public It8951Options? It8951 { get; init; }

    /// <summary>A small panel of the SSD1680 class over SPI.</summary>
    public Ssd1680Options? Ssd1680 { get; init; }

    /// <summary>A plain frame buffer.</summary>
    public FbdevOptions? Fbdev { get; init; }

    /// <summary>A display behind the kernel's mode setting.</summary>
    public DrmOptions? Drm { get; init; }

    /// <summary>An i.MX EPDC frame buffer.</summary>
    public MxcfbOptions? Mxcfb { get; init; }

    /// <summary>A Rockchip EBC.</summary>
    public EbcOptions? Ebc { get; init; }
}
