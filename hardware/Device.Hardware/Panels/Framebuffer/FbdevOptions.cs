namespace Device.Hardware.Panels.Framebuffer;

/// <summary>How a plain frame buffer is used; one board's values come from its profile, object <c>panel.fbdev</c>.</summary>
public sealed record FbdevOptions
{
    /// <summary>The device file.</summary>
    public string Device { get; set; } = "/dev/fb0";

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; set; }

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck().Device(Device).Rotation(Rotation).Faults;
}
