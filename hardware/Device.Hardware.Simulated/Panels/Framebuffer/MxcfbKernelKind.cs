namespace Device.Hardware.Simulated.Panels.Framebuffer;

/// <summary>Which of the vendors' kernels is emulated: the update structure and the wait request it knows.</summary>
public enum MxcfbKernelKind
{
    /// <summary>64 bytes, wait with a plain marker.</summary>
    V1,

    /// <summary>68 bytes, wait with a plain marker.</summary>
    Ntx,

    /// <summary>72 bytes with dithering, wait with a collision test.</summary>
    V2,

    /// <summary>72 bytes with two waveforms more in the middle, wait with a collision test.</summary>
    Kindle,

    /// <summary>80 bytes, wait with a collision test.</summary>
    KindleRex,

    /// <summary>88 bytes, wait with a collision test.</summary>
    KindleZelda,

    /// <summary>64 bytes, wait by request 0x35.</summary>
    SoloLite,

    /// <summary>64 bytes and no wait at all.</summary>
    NoWait,
}
