namespace Device.Hardware.Rtc.Ds3231;

/// <summary>Registers of the DS3231.</summary>
internal enum Ds3231Register : byte
{
    /// <summary>Seconds, minutes, hours, day of the week, day, month and century, year; BCD.</summary>
    Time = 0x00,

    /// <summary>Seconds, minutes, hours, day of alarm 1, each with a mask bit on top.</summary>
    AlarmOne = 0x07,

    /// <summary>Oscillator, square wave, interrupts.</summary>
    Control = 0x0E,

    /// <summary>Oscillator stopped, alarms rung.</summary>
    Status = 0x0F,

    /// <summary>Temperature in degrees Celsius, signed; a quarter degree in the top bits of the next.</summary>
    Temperature = 0x11,
}
