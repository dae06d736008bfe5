using System.Globalization;

namespace Device.Cli.Pens;

/// <summary>Names of the codes that pens and touch glasses use (linux/input-event-codes.h).</summary>
internal static class PenCodes
{
    internal const ushort Syn = 0;
    internal const ushort Abs = 3;
    internal const ushort SynReport = 0;
    internal const ushort SynDropped = 3;

    internal static string AxisName(int code) => code switch
    {
        0x00 => "ABS_X",
        0x01 => "ABS_Y",
        0x18 => "ABS_PRESSURE",
        0x19 => "ABS_DISTANCE",
        0x1A => "ABS_TILT_X",
        0x1B => "ABS_TILT_Y",
        0x28 => "ABS_MISC",
        0x2F => "ABS_MT_SLOT",
        0x30 => "ABS_MT_TOUCH_MAJOR",
        0x31 => "ABS_MT_TOUCH_MINOR",
        0x34 => "ABS_MT_ORIENTATION",
        0x35 => "ABS_MT_POSITION_X",
        0x36 => "ABS_MT_POSITION_Y",
        0x37 => "ABS_MT_TOOL_TYPE",
        0x39 => "ABS_MT_TRACKING_ID",
        0x3A => "ABS_MT_PRESSURE",
        _ => string.Create(CultureInfo.InvariantCulture, $"ABS 0x{code:X2}"),
    };

    internal static string KeyName(int code) => code switch
    {
        0x140 => "BTN_TOOL_PEN",
        0x141 => "BTN_TOOL_RUBBER",
        0x145 => "BTN_TOOL_FINGER",
        0x149 => "BTN_STYLUS3",
        0x14A => "BTN_TOUCH",
        0x14B => "BTN_STYLUS",
        0x14C => "BTN_STYLUS2",
        0x14D => "BTN_TOOL_DOUBLETAP",
        _ => string.Create(CultureInfo.InvariantCulture, $"KEY 0x{code:X}"),
    };
}
