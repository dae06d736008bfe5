namespace Device.Hardware.Panels.Framebuffer;

/// <summary>How the i.MX EPDC is used; one board's values come from its profile, object <c>panel.mxcfb</c>.</summary>
public sealed record MxcfbOptions
{
    /// <summary>The device file.</summary>
    public string Device { get; set; } = "/dev/fb0";

    /// <summary>The family of devices, a name in <see cref="MxcfbTable.Known"/>.</summary>
    public string Table { get; set; } = "imx";

    /// <summary>The update structure; null for the family's.</summary>
    public MxcfbLayout? Layout { get; set; }

    /// <summary>The waveform numbers; null for the family's.</summary>
    public WaveformNumbers? Waveforms { get; set; }

    /// <summary>Which waveform an intent wants.</summary>
    public IntentWaveforms Intents { get; set; } = new();

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; set; }

    /// <summary>Regions are widened to multiples of this many pixels: 8, or 16 on some kernels. 1 to 64.</summary>
    public int Alignment { get; set; } = 8;

    /// <summary>A fixed temperature in degrees for live ink, 0 to 50; null for the family's.</summary>
    public int? PenTemperature { get; set; }

    /// <summary>Whether A2 updates let the kernel round greys to black and white.</summary>
    public bool MonochromeA2 { get; set; } = true;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Device(Device)
        .Require(MxcfbTable.Known.ContainsKey(Table), "table", Table, string.Join(", ", MxcfbTable.Known.Keys))
        .Require(Layout is null || Enum.IsDefined(Layout.Value), "layout", Layout, string.Join(", ", Enum.GetNames<MxcfbLayout>()))
        .Rotation(Rotation)
        .Range("alignment", Alignment, 1, 64)
        .Range("penTemperature", PenTemperature ?? 0, 0, 50)
        .Add("waveforms", Waveforms?.Validate() ?? [])
        .Add("intents", Intents.Validate())
        .Faults;
}
