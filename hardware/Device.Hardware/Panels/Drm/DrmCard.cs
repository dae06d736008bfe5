using System.Runtime.InteropServices;
using System.Text;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Panels.Drm;

/// <summary>A graphics card of the kernel, at its requests. Lists are asked for twice: how long, then what.</summary>
internal sealed unsafe class DrmCard
{
    private const int MostEntries = 64;
    private const int MostModes = 256;
    private const int MostName = 64;
    private const uint Connected = 1;

    /// <summary>DRM_MODE_CONNECTOR_*, as /sys names them.</summary>
    private static readonly string[] ConnectorNames =
    [
        "Unknown", "VGA", "DVI-I", "DVI-D", "DVI-A", "Composite", "SVIDEO", "LVDS", "Component", "DIN", "DP", "HDMI-A", "HDMI-B", "TV", "eDP",
        "Virtual", "DSI", "DPI", "Writeback", "SPI", "USB",
    ];

    private readonly IKernelDevice _device;

    internal DrmCard(IKernelDevice device)
    {
        _device = device;
        Driver = ReadDriver();
    }

    /// <summary>The kernel driver's name.</summary>
    internal string Driver { get; }

    /// <summary>Whether plain memory can be shown, which needs no driver of the card in this process.</summary>
    internal bool HasDumbBuffers
    {
        get
        {
            var capability = new DrmStructures.Capability { Which = DrmRequest.DumbBuffers };
            return Ask(DrmRequest.GetCapability, ref capability) >= 0 && capability.Value != 0;
        }
    }

    /// <summary>The outputs that have a display of a size.</summary>
    /// <param name="width">Columns as the display reads them.</param>
    /// <param name="height">Rows.</param>
    /// <param name="found">Receives what there is, in words, for a message.</param>
    /// <returns>Every connector with a mode of that size; the preferred one of several.</returns>
    internal List<DrmOutput> FindOutputs(int width, int height, List<string> found)
    {
        var outputs = new List<DrmOutput>();
        var (crtcs, connectors) = ReadResources();
        foreach (var id in connectors)
        {
            var (connector, modes, encoders) = ReadConnector(id);
            var name = $"{(connector.Type < ConnectorNames.Length ? ConnectorNames[connector.Type] : "Unknown")}-{connector.TypeNumber}";
            found.Add($"{Driver} {name} {(connector.Connection == Connected ? string.Join('/', modes.Select(m => $"{m.Width}x{m.Height}").Distinct().Take(4)) : "with no display")}");
            var mode = Array.FindIndex(modes, m => m.Width == width && m.Height == height);
            if (connector.Connection == Connected && mode >= 0 && FindCrtc(connector, encoders, crtcs) is { } crtc)
            {
                // The kernel lists the preferred mode first.
                outputs.Add(new DrmOutput(name, id, crtc, modes[mode]));
            }
        }

        return outputs;
    }

    /// <summary>Makes memory that can be shown.</summary>
    internal DrmStructures.CreateDumb CreateBuffer(int width, int height)
    {
        var buffer = new DrmStructures.CreateDumb { Width = (uint)width, Height = (uint)height, BitsPerPixel = 32 };
        Demand("make a buffer", Ask(DrmRequest.CreateDumb, ref buffer));
        return buffer;
    }

    /// <summary>Where a buffer's memory is mapped from.</summary>
    internal long FindBuffer(uint handle)
    {
        var map = new DrmStructures.MapDumb { Handle = handle };
        Demand("find the buffer's memory", Ask(DrmRequest.MapDumb, ref map));
        return (long)map.Offset;
    }

    /// <summary>Declares a buffer to be a picture of 32 bits a pixel, the top eight unused.</summary>
    /// <returns>The picture's number.</returns>
    internal uint AddPicture(DrmStructures.CreateDumb buffer)
    {
        var picture = new DrmStructures.Framebuffer
        {
            Width = buffer.Width,
            Height = buffer.Height,
            Pitch = buffer.Pitch,
            BitsPerPixel = 32,
            Depth = 24,
            Handle = buffer.Handle,
        };
        Demand("declare a picture", Ask(DrmRequest.AddFramebuffer, ref picture));
        return picture.Id;
    }

    /// <summary>Shows a picture on an output, or nothing.</summary>
    /// <returns>The kernel's answer.</returns>
    internal int Show(DrmOutput output, uint? picture)
    {
        var connector = output.Connector;
        var crtc = new DrmStructures.Crtc { Id = output.Crtc };
        if (picture is { } shown)
        {
            (crtc.Framebuffer, crtc.HasMode, crtc.Mode, crtc.ConnectorCount, crtc.Connectors) = (shown, 1, output.Mode, 1, (ulong)&connector);
        }

        return Ask(DrmRequest.SetCrtc, ref crtc);
    }

    /// <summary>Tells that a part of a picture has changed.</summary>
    /// <returns>The kernel's answer; drivers that read the memory all the time do not know the request.</returns>
    internal int Flush(uint picture, DrmStructures.Clip clip)
    {
        var command = new DrmStructures.DirtyCommand { Framebuffer = picture, ClipCount = 1, Clips = (ulong)&clip };
        return Ask(DrmRequest.Dirty, ref command);
    }

    /// <summary>Takes a picture away.</summary>
    internal void RemovePicture(uint picture) => Ask(DrmRequest.RemoveFramebuffer, ref picture);

    /// <summary>Gives a buffer's memory back.</summary>
    internal void DestroyBuffer(uint handle) => Ask(DrmRequest.DestroyDumb, ref handle);

    /// <summary>Asks to be the one program that decides what is shown; who opens a card first is it already.</summary>
    internal int BecomeMaster() => _device.Control(DrmRequest.SetMaster, 0);

    /// <summary>Lets another program decide.</summary>
    internal void DropMaster() => _device.Control(DrmRequest.DropMaster, 0);

    /// <summary>Refuses an answer that is an error.</summary>
    /// <exception cref="IOException">It is one.</exception>
    internal void Demand(string what, int answer)
    {
        if (answer < 0)
        {
            throw new IOException($"{_device.Path} ({Driver}) cannot {what}: {Errno.Describe(answer)}");
        }
    }

    private int Ask<T>(uint request, ref T structure)
        where T : unmanaged => _device.Control(request, MemoryMarshal.AsBytes(new Span<T>(ref structure)));

    private string ReadDriver()
    {
        var name = stackalloc byte[MostName];
        var version = new DrmStructures.Version { Name = (nint)name, NameLength = MostName };
        var answer = Ask(DrmRequest.Version, ref version);
        if (answer < 0)
        {
            throw new IOException($"{_device.Path} is no graphics card: {Errno.Describe(answer)}");
        }

        var text = Encoding.ASCII.GetString(name, (int)Math.Clamp(version.NameLength, 0, MostName));
        return new string([.. text.Select(c => c is > ' ' and < (char)127 ? c : '?')]);
    }

    private (uint[] Crtcs, uint[] Connectors) ReadResources()
    {
        var resources = default(DrmStructures.Resources);
        Demand("set modes", Ask(DrmRequest.GetResources, ref resources));
        var crtcs = new uint[Math.Min(resources.CrtcCount, MostEntries)];
        var connectors = new uint[Math.Min(resources.ConnectorCount, MostEntries)];
        fixed (uint* crtc = crtcs, connector = connectors)
        {
            resources = new DrmStructures.Resources
            {
                Crtcs = (ulong)crtc,
                CrtcCount = (uint)crtcs.Length,
                Connectors = (ulong)connector,
                ConnectorCount = (uint)connectors.Length,
            };
            Demand("list its outputs", Ask(DrmRequest.GetResources, ref resources));
        }

        return (crtcs, connectors);
    }

    private (DrmStructures.Connector Connector, DrmStructures.Mode[] Modes, uint[] Encoders) ReadConnector(uint id)
    {
        // The first question, with no room for modes, makes the kernel look what is plugged in.
        var connector = new DrmStructures.Connector { Id = id };
        Demand($"describe connector {id}", Ask(DrmRequest.GetConnector, ref connector));
        var modes = new DrmStructures.Mode[Math.Min(connector.ModeCount, MostModes)];
        var encoders = new uint[Math.Min(connector.EncoderCount, MostEntries)];
        fixed (DrmStructures.Mode* mode = modes)
        fixed (uint* encoder = encoders)
        {
            connector = new DrmStructures.Connector
            {
                Id = id,
                Modes = (ulong)mode,
                ModeCount = (uint)modes.Length,
                Encoders = (ulong)encoder,
                EncoderCount = (uint)encoders.Length,
            };
            Demand($"describe connector {id}", Ask(DrmRequest.GetConnector, ref connector));
        }

        return (connector, modes, encoders);
    }

    private uint? FindCrtc(DrmStructures.Connector connector, uint[] encoders, uint[] crtcs)
    {
        // What drives it already comes first: no other display loses its picture then.
        var known = encoders.Where(e => e == connector.Encoder).Concat(encoders.Where(e => e != connector.Encoder));
        foreach (var id in known)
        {
            var encoder = new DrmStructures.Encoder { Id = id };
            if (Ask(DrmRequest.GetEncoder, ref encoder) < 0)
            {
                continue;
            }

            if (encoder.Crtc != 0 && crtcs.Contains(encoder.Crtc))
            {
                return encoder.Crtc;
            }

            for (var i = 0; i < crtcs.Length && i < 32; i++)
            {
                if ((encoder.PossibleCrtcs & (1u << i)) != 0)
                {
                    return crtcs[i];
                }
            }
        }

        return null;
    }
}
