using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>
/// The numbers a controller has for its waveforms; null for one it lacks. They differ between makers and between firmware
/// versions, so they are data of a board and never constants. 0 to 65,535.
/// </summary>
public sealed record WaveformNumbers
{
    /// <summary>Clears to white.</summary>
    public int? Init { get; set; }

    /// <summary>Direct update to black or white.</summary>
    public int? Du { get; set; }

    /// <summary>Black or white to black or white.</summary>
    public int? A2 { get; set; }

    /// <summary>Four greys without a flash.</summary>
    public int? Du4 { get; set; }

    /// <summary>Sixteen greys from white.</summary>
    public int? Gl16 { get; set; }

    /// <summary>Sixteen greys from white with less ghosting.</summary>
    public int? Glr16 { get; set; }

    /// <summary>The same with dithered ghost removal.</summary>
    public int? Gld16 { get; set; }

    /// <summary>Sixteen greys, clearing. Every controller has it.</summary>
    public int? Gc16 { get; set; }

    internal int? this[Waveform waveform] => waveform switch
    {
        Waveform.Init => Init,
        Waveform.Du => Du,
        Waveform.A2 => A2,
        Waveform.Du4 => Du4,
        Waveform.Gl16 => Gl16,
        Waveform.Gc16 => Gc16,
        Waveform.Glr16 => Glr16,
        Waveform.Gld16 => Gld16,
        _ => throw new ArgumentOutOfRangeException(nameof(waveform), waveform, "no such waveform"),
    };

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the numbers are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck().Require(Gc16 is not null, "gc16", Gc16, "the number of GC16, which every controller has");
        var seen = new Dictionary<int, string>();
        foreach (var waveform in Enum.GetValues<Waveform>())
        {
            if (this[waveform] is not { } number)
            {
                continue;
            }

            var field = waveform.ToString().ToLowerInvariant();
            check.Range(field, number, 0, ushort.MaxValue);
            check.Require(seen.TryAdd(number, field), field, number, $"a number of its own, {seen[number]} has this one");
        }

        return check.Faults;
    }
}
