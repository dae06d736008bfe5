using Device.Core.Screen;

namespace Device.Hardware.Simulated.Panels.RockchipEbc;

/// <summary>Which version of the vendor's kernel is emulated.</summary>
public sealed class EbcKernelOptions
{
    /// <summary>Columns, even, 8 to 8,192.</summary>
    public int Width { get; set; } = 1872;

    /// <summary>Rows, 8 to 8,192.</summary>
    public int Height { get; set; } = 1404;

    /// <summary>Buffers, 1 to 16.</summary>
    public int Buffers { get; set; } = 4;

    /// <summary>Bytes of ebc_buf_info: 44, 64 or 68.</summary>
    public int InfoBytes { get; set; } = 44;

    /// <summary>The request numbers: take, send, information, overlay on and off.</summary>
    public (int Get, int Send, int Info, int On, int Off) Requests { get; set; } = (0x7000, 0x7001, 0x7002, 0x7004, 0x7005);

    /// <summary>The modes by number. Mode 1 is the overlay, 2 to 6 are full.</summary>
    public IReadOnlyDictionary<int, Waveform> Modes { get; set; } = new Dictionary<int, Waveform>
    {
        [1] = Waveform.Du,
        [2] = Waveform.Gc16,
        [3] = Waveform.Gl16,
        [7] = Waveform.Gc16,
        [8] = Waveform.Gl16,
        [9] = Waveform.Glr16,
        [10] = Waveform.Gld16,
        [12] = Waveform.A2,
        [13] = Waveform.Du,
        [14] = Waveform.Du4,
        [16] = Waveform.Init,
    };

    /// <summary>How the glass behaves.</summary>
    public EmulatedGlassOptions Glass { get; set; } = new();
}
