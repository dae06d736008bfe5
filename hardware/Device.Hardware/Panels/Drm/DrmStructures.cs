using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Device.Hardware.Panels.Drm;

/// <summary>The structures of drm.h and drm_mode.h that are used; the same on 32- and 64-bit machines but for the first.</summary>
internal static class DrmStructures
{
    /// <summary>struct drm_version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Version
    {
        internal int Major;
        internal int Minor;
        internal int Patch;
        internal nint NameLength;
        internal nint Name;
        internal nint DateLength;
        internal nint Date;
        internal nint DescriptionLength;
        internal nint Description;
    }

    /// <summary>struct drm_get_cap.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Capability
    {
        internal ulong Which;
        internal ulong Value;
    }

    /// <summary>struct drm_mode_card_res.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Resources
    {
        internal ulong Framebuffers;
        internal ulong Crtcs;
        internal ulong Connectors;
        internal ulong Encoders;
        internal uint FramebufferCount;
        internal uint CrtcCount;
        internal uint ConnectorCount;
        internal uint EncoderCount;
        internal uint LeastWidth;
        internal uint MostWidth;
        internal uint LeastHeight;
        internal uint MostHeight;
    }

    /// <summary>struct drm_mode_modeinfo: timing of a picture.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Mode
    {
        internal uint Clock;
        internal ushort Width;
        internal ushort WidthSyncStart;
        internal ushort WidthSyncEnd;
        internal ushort WidthTotal;
        internal ushort WidthSkew;
        internal ushort Height;
        internal ushort HeightSyncStart;
        internal ushort HeightSyncEnd;
        internal ushort HeightTotal;
        internal ushort HeightScan;
        internal uint RefreshRate;
        internal uint Flags;
        internal uint Type;
        internal NameBytes Name;
    }

    /// <summary>The name of a mode, such as 1280x800.</summary>
    [InlineArray(32)]
    internal struct NameBytes
    {
        private byte _first;
    }

    /// <summary>struct drm_mode_crtc.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Crtc
    {
        internal ulong Connectors;
        internal uint ConnectorCount;
        internal uint Id;
        internal uint Framebuffer;
        internal uint X;
        internal uint Y;
        internal uint GammaSize;
        internal uint HasMode;
        internal Mode Mode;
    }

    /// <summary>struct drm_mode_get_encoder.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Encoder
    {
        internal uint Id;
        internal uint Type;
        internal uint Crtc;
        internal uint PossibleCrtcs;
        internal uint PossibleClones;
    }

    /// <summary>struct drm_mode_get_connector.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Connector
    {
        internal ulong Encoders;
        internal ulong Modes;
        internal ulong Properties;
        internal ulong PropertyValues;
        internal uint ModeCount;
        internal uint PropertyCount;
        internal uint EncoderCount;
        internal uint Encoder;
        internal uint Id;
        internal uint Type;
        internal uint TypeNumber;
        internal uint Connection;
        internal uint WidthMillimetres;
        internal uint HeightMillimetres;
        internal uint Subpixel;
        internal uint Padding;
    }

    /// <summary>struct drm_mode_fb_cmd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Framebuffer
    {
        internal uint Id;
        internal uint Width;
        internal uint Height;
        internal uint Pitch;
        internal uint BitsPerPixel;
        internal uint Depth;
        internal uint Handle;
    }

    /// <summary>struct drm_mode_fb_dirty_cmd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct DirtyCommand
    {
        internal uint Framebuffer;
        internal uint Flags;
        internal uint Colour;
        internal uint ClipCount;
        internal ulong Clips;
    }

    /// <summary>struct drm_clip_rect: ends are exclusive.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Clip
    {
        internal ushort Left;
        internal ushort Top;
        internal ushort Right;
        internal ushort Bottom;
    }

    /// <summary>struct drm_mode_create_dumb.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct CreateDumb
    {
        internal uint Height;
        internal uint Width;
        internal uint BitsPerPixel;
        internal uint Flags;
        internal uint Handle;
        internal uint Pitch;
        internal ulong Size;
    }

    /// <summary>struct drm_mode_map_dumb.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MapDumb
    {
        internal uint Handle;
        internal uint Padding;
        internal ulong Offset;
    }
}
