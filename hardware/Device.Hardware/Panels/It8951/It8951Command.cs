namespace Device.Hardware.Panels.It8951;

/// <summary>The command words of an IT8951.</summary>
internal enum It8951Command : ushort
{
    SystemRun = 0x0001,
    Standby = 0x0002,
    Sleep = 0x0003,
    ReadRegister = 0x0010,
    WriteRegister = 0x0011,
    LoadImageArea = 0x0021,
    LoadImageEnd = 0x0022,
    DisplayArea = 0x0034,
    DisplayBufferArea = 0x0037,
    Vcom = 0x0039,
    GetDeviceInfo = 0x0302,
}
