namespace Device.Hardware.Simulated.Panels.Drm;

/// <summary>Which graphics card the emulated kernel has.</summary>
public sealed class DrmKernelOptions
{
    /// <summary>The kernel driver's name.</summary>
    public string Driver { get; set; } = "emulated";

    /// <summary>Columns of the display, 8 to 8,192.</summary>
    public int Width { get; set; } = 1280;

    /// <summary>Rows, 8 to 8,192.</summary>
    public int Height { get; set; } = 800;

    /// <summary>DRM_MODE_CONNECTOR_*: 16 is DSI, 11 HDMI-A.</summary>
    public int ConnectorType { get; set; } = 16;

    /// <summary>Whether a display is plugged in.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>Whether plain memory can be shown.</summary>
    public bool HasDumbBuffers { get; set; } = true;

    /// <summary>
    /// Whether the display shows only what was flushed, as displays behind a link or in an emulator do; one that reads the memory
    /// all the time does not know the request.
    /// </summary>
    public bool IsFlushed { get; set; } = true;

    /// <summary>Whether another program decides what is shown.</summary>
    public bool HasOtherMaster { get; set; }

    /// <summary>Bytes added to each row, a multiple of 4.</summary>
    public int RowPadding { get; set; } = 64;
}
