namespace Device.Hardware.Pen;

/// <summary>The numbers of linux/input-event-codes.h that pens, keys and switches use.</summary>
internal static class EvdevCode
{
    public const ushort Syn = 0;
    public const ushort Key = 1;
    public const ushort Abs = 3;
    public const ushort Switch = 5;

    public const ushort SynReport = 0;
    public const ushort SynDropped = 3;

    public const ushort AbsX = 0x00;
    public const ushort AbsY = 0x01;
    public const ushort AbsPressure = 0x18;
    public const ushort AbsTiltX = 0x1A;
    public const ushort AbsTiltY = 0x1B;

    public const ushort ToolPen = 0x140;
    public const ushort ToolRubber = 0x141;
    public const ushort Touch = 0x14A;
}
