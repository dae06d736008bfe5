using Device.Hardware.Panels;

namespace Device.Hardware.FrontLight.Backlight;

/// <summary>Which of the kernel's backlights or LEDs light the panel; one board's values come from its profile.</summary>
public sealed record BacklightOptions
{
    /// <summary>Folder of the cold or only colour, such as /sys/class/backlight/backlight_cold.</summary>
    public string Cold { get; set; } = "";

    /// <summary>Folder of the warm colour; empty for a light of one colour.</summary>
    public string Warm { get; set; } = "";

    /// <summary>Whether the kernel's steps are already as a person feels them, as pwm-backlight's are; false when they are luminance.</summary>
    public bool IsPerceptual { get; set; }

    /// <summary>Looks for values that cannot be used.</summary>
    /// <returns>All of them; empty when the options are good.</returns>
    public IReadOnlyList<OptionFault> Validate() => new OptionCheck()
        .Require(Cold is { Length: > 1 and <= 200 } && Cold[0] == '/', "cold", Cold, "a folder such as /sys/class/backlight/backlight_cold")
        .Require(Warm is { Length: 0 } || (Warm is { Length: > 1 and <= 200 } && Warm[0] == '/' && Warm != Cold), "warm", Warm, "another folder than cold, or nothing").Faults;
}
