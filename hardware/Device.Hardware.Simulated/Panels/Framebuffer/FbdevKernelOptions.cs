namespace Device.Hardware.Simulated.Panels.Framebuffer;

/// <summary>Which frame buffer the emulated kernel has.</summary>
public sealed class FbdevKernelOptions
{
    /// <summary>Columns, 8 to 8,192.</summary>
    public int Width { get; set; } = 1280;

    /// <summary>Rows, 8 to 8,192.</summary>
    public int Height { get; set; } = 800;

    /// <summary>8 (grey), 16 (5-6-5) or 32 (8-8-8 with 8 bits of alpha).</summary>
    public int BitsPerPixel { get; set; } = 32;

    /// <summary>Whether black is 255 at 8 bits a pixel.</summary>
    public bool IsInverted { get; set; }

    /// <summary>Whether red lies in the lowest bits instead of blue.</summary>
    public bool IsRedLowest { get; set; }

    /// <summary>Bytes added to each row.</summary>
    public int RowPadding { get; set; }

    /// <summary>Where the visible picture begins in memory: columns and rows to skip.</summary>
    public (int X, int Y) Offset { get; set; }
}
