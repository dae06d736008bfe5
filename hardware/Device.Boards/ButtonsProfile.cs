using Device.Hardware.Buttons;

namespace Device.Boards;

/// <summary>The keys and switches of a board: power and page keys, the lid, the pen's holder.</summary>
/// <param name="Driver"><c>simulated</c>, <c>evdev</c> or <c>gpio</c>.</param>
public sealed record ButtonsProfile(string Driver)
{
    /// <summary>Keys that the kernel reports.</summary>
    public EvdevKeysOptions? Evdev { get; init; }

    /// <summary>Keys on pins of the processor.</summary>
    public GpioButtonsOptions? Gpio { get; init; }
}
