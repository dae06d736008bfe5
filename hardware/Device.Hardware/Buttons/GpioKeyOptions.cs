namespace Device.Hardware.Buttons;

/// <summary>One key or switch on a pin.</summary>
public sealed record GpioKeyOptions
{
    /// <summary>The pin, 0 to 1,023.</summary>
    public int Pin { get; set; } = -1;

    /// <summary>What it is for.</summary>
    public ButtonRole Role { get; set; }

    /// <summary>Whether the pin rests high and the key pulls it low; false for the other way.</summary>
    public bool IsPullUp { get; set; } = true;

    /// <summary>Whether the board has the resistor that keeps the pin at rest; false uses the processor's own.</summary>
    public bool HasExternalResistor { get; set; }
}
