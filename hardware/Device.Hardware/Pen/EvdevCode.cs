namespace Device.Hardware.Pen;

/// <summary>The numbers of linux/input-event-codes.h that pens, fingers, keys and switches use.</summary>
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

    public const ushort MtSlot = 0x2F;
    public const ushort MtMajor = 0x30;
    public const ushort MtMinor = 0x31;
    public const ushort MtX = 0x35;
    public const ushort MtY = 0x36;
    public const ushort MtTool = 0x37;
    public const ushort MtTrackingId = 0x39;

    /// <summary>MT_TOOL_PALM.</summary>
    public const int PalmTool = 2;

    public const ushort ToolPen = 0x140;
    public const ushort ToolRubber = 0x141;
    public const ushort Stylus3 = 0x149;
    public const ushort Touch = 0x14A;
    public const ushort Stylus = 0x14B;
    public const ushort Stylus2 = 0x14C;
}
