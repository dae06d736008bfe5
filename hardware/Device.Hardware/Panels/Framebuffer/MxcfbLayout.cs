namespace Device.Hardware.Panels.Framebuffer;

/// <summary>Which form of the update structure a kernel takes. Its length is part of the request's number.</summary>
public enum MxcfbLayout
{
    /// <summary>Found out by trying. Never finds <see cref="Kindle"/>, whose length is that of <see cref="V2"/>.</summary>
    Auto,

    /// <summary>64 bytes: the first form of Freescale's kernels.</summary>
    V1,

    /// <summary>68 bytes: the same with a pointer, of older Netronix boards (32-bit).</summary>
    Ntx,

    /// <summary>72 bytes: with dithering, of i.MX7, 6ULL, 6SLL.</summary>
    V2,

    /// <summary>72 bytes: <see cref="V1"/> with two waveforms more in the middle.</summary>
    Kindle,

    /// <summary>80 bytes: <see cref="V2"/> with two waveforms more at the end.</summary>
    KindleRex,

    /// <summary>88 bytes: the same with two time stamps.</summary>
    KindleZelda,
}
