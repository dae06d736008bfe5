namespace Device.Hardware.Panels.Framebuffer;

/// <summary>
/// What is known of a family of devices: the update structure, the waveform numbers, and how the sensor's temperature is asked for.
/// Only INIT 0, DU 1 and GC16 2 are the same everywhere.
/// </summary>
/// <param name="Layout">The update structure.</param>
/// <param name="Waveforms">The numbers.</param>
/// <param name="Temperature">The temperature's value that stands for the sensor.</param>
/// <param name="PenTemperature">A fixed temperature for live ink, when its waveform is faster; else null.</param>
public sealed record MxcfbTable(MxcfbLayout Layout, WaveformNumbers Waveforms, int Temperature = MxcfbTable.AmbientSensor, int? PenTemperature = null)
{
    private const int AmbientSensor = 0x1000;
    private const int KindleSensor = 0x1001;

    /// <summary>The families by the names that board profiles use.</summary>
    public static IReadOnlyDictionary<string, MxcfbTable> Known { get; } = new Dictionary<string, MxcfbTable>
    {
        ["imx"] = new(MxcfbLayout.Auto, new() { Init = 0, Du = 1, Gc16 = 2 }),
        ["kobo"] = new(MxcfbLayout.Ntx, new() { Init = 0, Du = 1, Gc16 = 2, Du4 = 3, A2 = 4, Gl16 = 5, Glr16 = 6, Gld16 = 7 }),
        ["kobo-mark7"] = new(MxcfbLayout.V2, new() { Init = 0, Du = 1, Gc16 = 2, A2 = 4, Gl16 = 5, Glr16 = 6, Gld16 = 7, Du4 = 8 }),
        ["kindle"] = new(MxcfbLayout.Kindle, new() { Init = 0, Du = 1, Gc16 = 2, A2 = 4, Gl16 = 5, Du4 = 7, Glr16 = 8, Gld16 = 9 }, KindleSensor),
        ["kindle-rex"] = new(MxcfbLayout.KindleRex, new() { Init = 0, Du = 1, Gc16 = 2, Gl16 = 3, Glr16 = 4, Gld16 = 5, A2 = 6, Du4 = 7 }),
        ["kindle-zelda"] = new(MxcfbLayout.KindleZelda, new() { Init = 0, Du = 1, Gc16 = 2, Gl16 = 3, Glr16 = 4, Gld16 = 5, A2 = 6, Du4 = 7 }),
        ["remarkable"] = new(MxcfbLayout.V2, new() { Init = 0, Du = 1, Gc16 = 2, Gl16 = 3 }, PenTemperature: 0x18),
    };
}
