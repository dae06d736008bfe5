using System.Runtime.InteropServices;
using Device.Core.Screen;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Panels.Framebuffer;

/// <summary>Puts greys into a frame buffer's memory in its own format. Not thread-safe.</summary>
internal sealed class FramebufferPixels
{
    private readonly Memory<byte> _memory;
    private readonly uint[] _values = new uint[256];

    /// <summary>Maps a frame buffer.</summary>
    /// <exception cref="IOException">It is no frame buffer, cannot be mapped, or has another size than the board's panel.</exception>
    internal FramebufferPixels(IKernelDevice device, PanelFrame frame)
    {
        Info = FramebufferInfo.Read(device);
        if ((Info.Width, Info.Height) != (frame.Width, frame.Height))
        {
            throw new IOException($"{device.Path} ({Info.Id}) has {Info.Width}x{Info.Height} pixels, the board's panel, turned, {frame.Width}x{frame.Height}");
        }

        _memory = device.Map(Info.MemoryLength);
        for (var grey = 0; grey < 256; grey++)
        {
            _values[grey] = Info.BitsPerPixel == 8
                ? (uint)(Info.Greyscale == 2 ? 255 - grey : grey)
                : Field(grey, Info.Red) | Field(grey, Info.Green) | Field(grey, Info.Blue) | Field(255, Info.Alpha);
        }
    }

    internal FramebufferInfo Info { get; }

    /// <summary>Writes a region of a frame.</summary>
    internal void Write(PanelFrame frame, PixelRect area)
    {
        var memory = _memory.Span;
        var bytes = Info.BitsPerPixel / 8;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            var from = frame.Row(area.X, y)[..area.Width];
            var to = memory.Slice(((Info.OffsetY + y) * Info.LineLength) + ((Info.OffsetX + area.X) * bytes), area.Width * bytes);
            switch (bytes)
            {
                case 1:
                    for (var x = 0; x < from.Length; x++)
                    {
                        to[x] = (byte)_values[from[x]];
                    }

                    break;
                case 2:
                    var words = MemoryMarshal.Cast<byte, ushort>(to);
                    for (var x = 0; x < from.Length; x++)
                    {
                        words[x] = (ushort)_values[from[x]];
                    }

                    break;
                default:
                    var quads = MemoryMarshal.Cast<byte, uint>(to);
                    for (var x = 0; x < from.Length; x++)
                    {
                        quads[x] = _values[from[x]];
                    }

                    break;
            }
        }
    }

    private static uint Field(int grey, (int Offset, int Length) field) => (uint)((((grey * ((1 << field.Length) - 1)) + 127) / 255) << field.Offset);
}
