using System.Text.Json.Serialization;
using Device.Hardware.Coprocessor;

namespace Device.Boards;

/// <summary>What differs between products: <c>docs/formats/board.md</c>. Every field is checked; a part that a board lacks is left out.</summary>
/// <param name="Name">1 to 32 of a-z, 0-9 and '-'.</param>
/// <param name="Title">What a person calls the machine.</param>
/// <param name="Panel">The panel.</param>
/// <param name="Pen">The pen.</param>
/// <param name="Paper">What a new page looks like.</param>
public sealed record BoardProfile(string Name, string Title, PanelProfile Panel, PenProfile Pen, PaperProfile Paper)
{
    /// <summary>For editors; not used.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The touch glass.</summary>
    public TouchProfile? Touch { get; init; }

    /// <summary>Keys, lid and the pen's holder.</summary>
    public ButtonsProfile? Buttons { get; init; }

    /// <summary>The battery gauge.</summary>
    public BatteryProfile? Battery { get; init; }

    /// <summary>The clock that wakes the machine.</summary>
    public RtcProfile? Rtc { get; init; }

    /// <summary>The front light.</summary>
    public FrontLightProfile? FrontLight { get; init; }

    /// <summary>The microphone.</summary>
    public MicrophoneProfile? Microphone { get; init; }

    /// <summary>The loudspeaker.</summary>
    public SpeakerProfile? Speaker { get; init; }

    /// <summary>Sleep and off.</summary>
    public PowerProfile? Power { get; init; }

    /// <summary>The co-processor, whose keys, lid and supply are events of the machine.</summary>
    public CoprocessorOptions? Coprocessor { get; init; }
}
