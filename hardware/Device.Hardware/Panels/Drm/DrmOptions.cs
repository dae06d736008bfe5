namespace Device.Hardware.Panels.Drm;

/// <summary>How a display behind the kernel's mode setting is used; one board's values come from its profile, object <c>panel.drm</c>.</summary>
public sealed record DrmOptions
{
    private const int MostName = 32;

    /// <summary>The device file, such as /dev/dri/card0; empty looks through the cards, whose numbers change from start to start.</summary>
    public string Device { get; set; } = "";

    /// <summary>The kernel driver's name, such as <c>rockchip</c>, <c>imx-drm</c> or <c>virtio_gpu</c>; empty takes any.</summary>
    public string Driver { get; set; } = "";

    /// <summary>The connector, such as <c>DSI-1</c> or <c>eDP-1</c>; empty takes the first that has the panel's size.</summary>
    public string Connector { get; set; } = "";

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; set; }

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck().Rotation(Rotation)
            .Require(IsName(Driver), "driver", Driver, $"a kernel driver's name of up to {MostName} characters, or nothing")
            .Require(IsName(Connector), "connector", Connector, "a connector such as DSI-1, or nothing");
        return (Device is "" ? check : check.Device(Device)).Faults;
    }

    private static bool IsName(string? name) => name is { Length: <= MostName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
