namespace Device.Hardware.Panels.Drm;

/// <summary>Request numbers of drm.h: direction and size of the structure, 'd', number.</summary>
internal static class DrmRequest
{
    internal const uint Version = 0xC040_6400;
    internal const uint GetCapability = 0xC010_640C;
    internal const uint SetMaster = 0x0000_641E;
    internal const uint DropMaster = 0x0000_641F;
    internal const uint GetResources = 0xC040_64A0;
    internal const uint SetCrtc = 0xC068_64A2;
    internal const uint GetEncoder = 0xC014_64A6;
    internal const uint GetConnector = 0xC050_64A7;
    internal const uint AddFramebuffer = 0xC01C_64AE;
    internal const uint RemoveFramebuffer = 0xC004_64AF;
    internal const uint Dirty = 0xC018_64B1;
    internal const uint CreateDumb = 0xC020_64B2;
    internal const uint MapDumb = 0xC010_64B3;
    internal const uint DestroyDumb = 0xC004_64B4;

    /// <summary>DRM_CAP_DUMB_BUFFER.</summary>
    internal const ulong DumbBuffers = 1;
}
