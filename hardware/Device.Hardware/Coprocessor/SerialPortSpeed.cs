namespace Device.Hardware.Coprocessor;

/// <summary>Speeds of serial ports, and their numbers in termios.h (the same on x64 and arm64).</summary>
internal static class SerialPortSpeed
{
    internal static bool IsKnown(int baud) => Code(baud) != 0;

    /// <summary>The B-constant of a speed; 0 for one that is not known.</summary>
    internal static uint Code(int baud) => baud switch
    {
        9_600 => 0x0D,
        19_200 => 0x0E,
        38_400 => 0x0F,
        57_600 => 0x1001,
        115_200 => 0x1002,
        230_400 => 0x1003,
        460_800 => 0x1004,
        921_600 => 0x1007,
        _ => 0,
    };
}
