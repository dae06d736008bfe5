namespace Device.Hardware.Panels.RockchipEbc;

/// <summary>The mode numbers of one version of the vendor's kernel. Up to 12 they agree; beyond they do not.</summary>
/// <param name="Modes">The modes that drive what changed (PART, A2, DU …), and RESET as INIT.</param>
public sealed record EbcTable(WaveformNumbers Modes)
{
    /// <summary>Ink beside the pictures.</summary>
    internal const int Overlay = 1;

    /// <summary>GC16 that flashes the whole window.</summary>
    internal const int FullGc16 = 2;

    /// <summary>The versions by the names that board profiles use: by their number of RESET.</summary>
    public static IReadOnlyDictionary<string, EbcTable> Known { get; } = new Dictionary<string, EbcTable>
    {
        ["reset14"] = new(new WaveformNumbers { Gc16 = 7, Gl16 = 8, Glr16 = 9, Gld16 = 10, A2 = 12, Du = 13, Init = 14 }),
        ["reset16"] = new(new WaveformNumbers { Gc16 = 7, Gl16 = 8, Glr16 = 9, Gld16 = 10, A2 = 12, Du = 13, Du4 = 14, Init = 16 }),
        ["reset17"] = new(new WaveformNumbers { Gc16 = 7, Gl16 = 8, Glr16 = 9, Gld16 = 10, A2 = 12, Du = 14, Du4 = 15, Init = 17 }),
    };
}
