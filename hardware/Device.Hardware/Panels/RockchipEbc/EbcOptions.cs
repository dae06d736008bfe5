namespace Device.Hardware.Panels.RockchipEbc;

/// <summary>How Rockchip's EBC is used; one board's values come from its profile, object <c>panel.ebc</c>.</summary>
public sealed record EbcOptions
{
    /// <summary>The device file.</summary>
    public string Device { get; set; } = "/dev/ebc";

    /// <summary>The kernel's version, a name in <see cref="EbcTable.Known"/>.</summary>
    public string Table { get; set; } = "reset16";

    /// <summary>The mode numbers; null for the version's.</summary>
    public WaveformNumbers? Modes { get; set; }

    /// <summary>The request numbers.</summary>
    public EbcCommands Commands { get; set; } = new();

    /// <summary>Which waveform an intent wants.</summary>
    public IntentWaveforms Intents { get; set; } = new();

    /// <summary>Degrees clockwise by which the picture is turned for the glass: 0, 90, 180 or 270.</summary>
    public int Rotation { get; set; }

    /// <summary>Bytes of the device to map, 1 MiB to 256 MiB.</summary>
    public int MapBytes { get; set; } = 16 << 20;

    /// <summary>Whether live ink uses the overlay mode, as the vendor's note programs do, instead of a waveform.</summary>
    public bool OverlayInk { get; set; }

    /// <summary>The longest wait for a free buffer in milliseconds, 100 to 60,000.</summary>
    public int BufferTimeout { get; set; } = 5_000;

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Device(Device)
        .Require(EbcTable.Known.ContainsKey(Table), "table", Table, string.Join(", ", EbcTable.Known.Keys))
        .Rotation(Rotation)
        .Range("mapBytes", MapBytes, 1 << 20, 256 << 20)
        .Range("bufferTimeout", BufferTimeout, 100, 60_000)
        .Add("modes", Modes?.Validate() ?? [])
        .Add("commands", Commands.Validate())
        .Add("intents", Intents.Validate())
        .Faults;
}
