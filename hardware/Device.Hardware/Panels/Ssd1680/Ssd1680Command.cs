namespace Device.Hardware.Panels.Ssd1680;

/// <summary>The command bytes of an SSD1680.</summary>
internal enum Ssd1680Command : byte
{
    DriverOutput = 0x01,
    DeepSleep = 0x10,
    DataEntry = 0x11,
    SoftReset = 0x12,
    TemperatureSensor = 0x18,
    Activate = 0x20,
    UpdateControl1 = 0x21,
    UpdateSequence = 0x22,
    WriteNewImage = 0x24,
    WriteOldImage = 0x26,
    WriteLut = 0x32,
    Border = 0x3C,
    WindowX = 0x44,
    WindowY = 0x45,
    CounterX = 0x4E,
    CounterY = 0x4F,
}
