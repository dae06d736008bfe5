namespace Device.Hardware.Panels.It8951;

/// <summary>The registers of an IT8951 that the driver uses, each 16 bits wide.</summary>
internal enum It8951Register : ushort
{
    /// <summary>I80CPCR: 1 takes several pixels in a word.</summary>
    PackedWrite = 0x0004,

    /// <summary>0x0602 drives harder, for panels that stay blurred.</summary>
    DriveStrength = 0x0038,

    /// <summary>LISAR, low half: where loaded pixels go.</summary>
    LoadAddressLow = 0x0208,

    /// <summary>LISAR, high half.</summary>
    LoadAddressHigh = 0x020A,

    /// <summary>UP1SR, high half: bit 2 takes the image buffer for one bit a pixel.</summary>
    UpdateMode = 0x113A,

    /// <summary>LUTAFSR: one bit for each engine that drives the panel; 0 is "refresh finished".</summary>
    BusyEngines = 0x1224,

    /// <summary>BGVR: the greys of ones (low byte) and zeros (high byte) in the one-bit mode.</summary>
    BitmapGreys = 0x1250,
}
