using Device.Core.Screen;

namespace Device.Hardware.Panels;

/// <summary>Which waveform a board wants for an intent. One the controller lacks is replaced by the next stronger one it has.</summary>
public sealed record IntentWaveforms
{
    /// <summary>Live ink. A2 is faster and dirtier than direct update, and wants black and white underneath.</summary>
    public Waveform Pen { get; set; } = Waveform.Du;

    /// <summary>Buttons, cursor, selection.</summary>
    public Waveform Interface { get; set; } = Waveform.Du4;

    /// <summary>Text and settled ink.</summary>
    public Waveform Text { get; set; } = Waveform.Gl16;

    /// <summary>Greys that matter.</summary>
    public Waveform Image { get; set; } = Waveform.Gc16;

    /// <summary>A new page.</summary>
    public Waveform PageTurn { get; set; } = Waveform.Gc16;

    internal Waveform this[RefreshIntent intent] => intent switch
    {
        RefreshIntent.Pen => Pen,
        RefreshIntent.Interface => Interface,
        RefreshIntent.Text => Text,
        RefreshIntent.Image => Image,
        RefreshIntent.PageTurn => PageTurn,

        // Cleaning is Init where there is one and then the picture: not a board's choice.
        RefreshIntent.DeepClean => Waveform.Gc16,
        _ => throw new ArgumentOutOfRangeException(nameof(intent), intent, "no such intent"),
    };

    /// <summary>Looks for values that cannot be used: a waveform that only clears, or one without greys where greys matter.</summary>
    /// <returns>All of them; empty when the choices are good.</returns>
    public IReadOnlyList<OptionFault> Validate()
    {
        var check = new OptionCheck();
        foreach (var intent in Enum.GetValues<RefreshIntent>())
        {
            var waveform = this[intent];
            var field = char.ToLowerInvariant(intent.ToString()[0]) + intent.ToString()[1..];
            check.Require(Enum.IsDefined(waveform) && waveform != Waveform.Init, field, waveform, "a waveform that shows a picture");
            check.Require(
                intent < RefreshIntent.Text || waveform is not (Waveform.A2 or Waveform.Du or Waveform.Du4), field, waveform, "gl16, glr16, gld16 or gc16");
        }

        return check.Faults;
    }
}
