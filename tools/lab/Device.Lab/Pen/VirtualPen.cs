using Device.Hardware.Pen;
using Device.Lab.Input;

namespace Device.Lab.Pen;

/// <summary>A digitiser as an office notebook has it, made in the kernel.</summary>
internal static class VirtualPen
{
    public const ushort ToolPen = 0x140;
    public const ushort ToolRubber = 0x141;
    public const ushort Touch = 0x14A;
    public const ushort Stylus = 0x14B;
    public const ushort X = 0x00;
    public const ushort Y = 0x01;
    public const ushort Pressure = 0x18;
    public const ushort Distance = 0x19;
    public const ushort TiltX = 0x1A;
    public const ushort TiltY = 0x1B;
    public const int Width = 20966;
    public const int Height = 15725;
    public const float PageWidth = 209.66f;
    public const float PageHeight = 157.25f;

    /// <summary>Plugs one in.</summary>
    public static Task<UinputDevice> PlugAsync(LabBench bench, CancellationToken cancellationToken) => UinputDevice.PlugAsync(
        bench,
        "lab pen",
        [ToolPen, ToolRubber, Touch, Stylus],
        [
            new(X, 0, Width, 100), new(Y, 0, Height, 100), new(Pressure, 0, 4095), new(Distance, 0, 255),
            new(TiltX, -9000, 9000), new(TiltY, -9000, 9000),
        ],
        cancellationToken);

    /// <summary>How the driver is to read it: a millimetre is a hundred of its units.</summary>
    public static EvdevPenOptions Options(UinputDevice? device = null) => new()
    {
        DevicePath = device?.Path ?? "",
        Calibration = PenCalibration.Upright(PageWidth, PageHeight),
    };

    /// <summary>Touches at a place.</summary>
    public static void Draw(this UinputDevice pen, int x, int y, int pressure, int tiltX = 0, int tiltY = 0) => pen.Send(
        InputWord.Key(ToolPen, true), InputWord.Key(Touch, true), InputWord.Axis(X, x), InputWord.Axis(Y, y), InputWord.Axis(Pressure, pressure),
        InputWord.Axis(Distance, 0), InputWord.Axis(TiltX, tiltX), InputWord.Axis(TiltY, tiltY));

    /// <summary>Hovers over a place.</summary>
    public static void Hover(this UinputDevice pen, int x, int y) => pen.Send(
        InputWord.Key(ToolPen, true), InputWord.Key(Touch, false), InputWord.Axis(X, x), InputWord.Axis(Y, y), InputWord.Axis(Pressure, 0),
        InputWord.Axis(Distance, 60));

    /// <summary>Goes away.</summary>
    public static void Leave(this UinputDevice pen) => pen.Send(
        InputWord.Key(ToolPen, false), InputWord.Key(ToolRubber, false), InputWord.Key(Touch, false), InputWord.Axis(Pressure, 0), InputWord.Axis(Distance, 255));
}
