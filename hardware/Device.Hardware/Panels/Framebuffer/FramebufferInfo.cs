using System.Buffers.Binary;
using System.Text;
using Device.Hardware.Panels.Kernel;

namespace Device.Hardware.Panels.Framebuffer;

/// <summary>What a Linux frame buffer says of itself (fb_var_screeninfo and fb_fix_screeninfo of linux/fb.h).</summary>
internal sealed record FramebufferInfo
{
    internal const uint GetVariable = 0x4600;
    internal const uint GetFixed = 0x4602;
    internal const int VariableBytes = 160;
    private const int MostSide = 8192;
    private const int MostMemory = 256 << 20;

    internal string Id { get; private init; } = "";

    internal int Width { get; private init; }

    internal int Height { get; private init; }

    /// <summary>The visible picture's first column in memory.</summary>
    internal int OffsetX { get; private init; }

    /// <summary>The visible picture's first row in memory.</summary>
    internal int OffsetY { get; private init; }

    internal int BitsPerPixel { get; private init; }

    /// <summary>0 colour, 1 grey, 2 grey with black as 255 (i.MX).</summary>
    internal int Greyscale { get; private init; }

    internal (int Offset, int Length) Red { get; private init; }

    internal (int Offset, int Length) Green { get; private init; }

    internal (int Offset, int Length) Blue { get; private init; }

    internal (int Offset, int Length) Alpha { get; private init; }

    /// <summary>Bytes from one row to the next.</summary>
    internal int LineLength { get; private init; }

    internal int MemoryLength { get; private init; }

    /// <summary>Asks a device.</summary>
    /// <exception cref="IOException">It is no frame buffer, or one that cannot be used.</exception>
    internal static FramebufferInfo Read(IKernelDevice device)
    {
        Span<byte> variable = stackalloc byte[VariableBytes];
        Span<byte> @fixed = stackalloc byte[FixedBytes(nint.Size)];
        variable.Clear();
        @fixed.Clear();
        var answer = device.Control(GetVariable, variable);
        answer = answer < 0 ? answer : device.Control(GetFixed, @fixed);
        return answer >= 0
            ? Parse(device.Path, variable, @fixed, nint.Size)
            : throw new IOException($"{device.Path} is no frame buffer: {Errno.Describe(answer)}");
    }

    /// <summary>Bytes of fb_fix_screeninfo, which holds two of the kernel's longs.</summary>
    internal static int FixedBytes(int pointerBytes) => pointerBytes == 8 ? 80 : 68;

    /// <summary>Reads the two structures.</summary>
    /// <exception cref="IOException">They make no sense; the message says which value.</exception>
    internal static FramebufferInfo Parse(string path, ReadOnlySpan<byte> variable, ReadOnlySpan<byte> @fixed, int pointerBytes)
    {
        var afterStart = 16 + pointerBytes;
        var line = afterStart + 24;
        var info = new FramebufferInfo
        {
            Id = Text(@fixed[..16]),
            Width = Int(variable, 0),
            Height = Int(variable, 4),
            OffsetX = Int(variable, 16),
            OffsetY = Int(variable, 20),
            BitsPerPixel = Int(variable, 24),
            Greyscale = Int(variable, 28),
            Red = (Int(variable, 32), Int(variable, 36)),
            Green = (Int(variable, 44), Int(variable, 48)),
            Blue = (Int(variable, 56), Int(variable, 60)),
            Alpha = (Int(variable, 68), Int(variable, 72)),
            MemoryLength = Int(@fixed, afterStart),
            LineLength = Int(@fixed, line),
        };
        info.Check(path);
        return info;
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
        return new string([.. text.Select(c => c is > ' ' and < (char)127 ? c : '?')]);
    }

    private void Check(string path)
    {
        Require(Width is >= 8 and <= MostSide, "xres", Width, $"8 to {MostSide}");
        Require(Height is >= 8 and <= MostSide, "yres", Height, $"8 to {MostSide}");
        Require(OffsetX is >= 0 and <= MostSide, "xoffset", OffsetX, $"0 to {MostSide}");
        Require(OffsetY is >= 0 and <= 4 * MostSide, "yoffset", OffsetY, $"0 to {4 * MostSide}");
        Require(BitsPerPixel is 8 or 16 or 32, "bits_per_pixel", BitsPerPixel, "8, 16 or 32");
        Require(BitsPerPixel != 8 || Greyscale is 1 or 2, "grayscale", Greyscale, "1 or 2 at 8 bits a pixel, since palettes are not supported");
        if (BitsPerPixel != 8)
        {
            foreach (var (name, field) in new[] { ("red", Red), ("green", Green), ("blue", Blue) })
            {
                Require(field.Length is >= 1 and <= 16 && field.Offset >= 0 && field.Offset + field.Length <= BitsPerPixel, name, field, $"1 to 16 bits inside {BitsPerPixel}");
            }

            Require(Alpha.Length is >= 0 and <= 16 && Alpha.Offset >= 0 && Alpha.Offset + Alpha.Length <= BitsPerPixel, "transp", Alpha, $"0 to 16 bits inside {BitsPerPixel}");
        }

        var row = (OffsetX + (long)Width) * BitsPerPixel / 8;
        Require(LineLength >= row && LineLength <= 1 << 20, "line_length", LineLength, $"{row} to {1 << 20}");
        var all = ((OffsetY + (long)Height - 1) * LineLength) + row;
        Require(MemoryLength >= all && MemoryLength <= MostMemory, "smem_len", MemoryLength, $"{all} to {MostMemory}");

        void Require(bool holds, string field, object value, string expected)
        {
            if (!holds)
            {
                throw new IOException($"{path}: {field} is {value}, {expected} expected");
            }
        }
    }
}
