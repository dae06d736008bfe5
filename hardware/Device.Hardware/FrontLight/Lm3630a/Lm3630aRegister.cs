namespace Device.Hardware.FrontLight.Lm3630a;

/// <summary>Registers of the LM3630A, 8 bits each.</summary>
internal enum Lm3630aRegister : byte
{
    /// <summary>Sleep, linear or exponential, which banks and strings are on.</summary>
    Control = 0x00,

    /// <summary>Feedback and PWM of each bank.</summary>
    Configuration = 0x01,

    /// <summary>Over-voltage, over-current and frequency of the boost converter.</summary>
    Boost = 0x02,

    /// <summary>Brightness of bank A.</summary>
    BrightnessA = 0x03,

    /// <summary>Brightness of bank B.</summary>
    BrightnessB = 0x04,

    /// <summary>Full-scale current of bank A, 5 mA and 0.75 mA a step.</summary>
    CurrentA = 0x05,

    /// <summary>Full-scale current of bank B, as bank A.</summary>
    CurrentB = 0x06,
}
