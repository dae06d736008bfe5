namespace Device.Hardware.Panels.Drm;

/// <summary>A way to a display: the connector it hangs on, what drives it, and the picture's timing.</summary>
/// <param name="Name">The connector as the kernel's /sys/class/drm names it, such as <c>DSI-1</c>.</param>
/// <param name="Connector">The connector's number.</param>
/// <param name="Crtc">The number of what reads the picture out.</param>
/// <param name="Mode">Size and timing.</param>
internal sealed record DrmOutput(string Name, uint Connector, uint Crtc, DrmStructures.Mode Mode);
