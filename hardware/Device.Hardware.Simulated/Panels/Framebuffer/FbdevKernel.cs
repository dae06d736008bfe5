using System.Buffers.Binary;
using System.Text;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels.Framebuffer;

/// <summary>
/// A Linux frame buffer at its system calls: the two screen information structures of a 64-bit kernel, blanking, and the memory.
/// Any thread; the picture is whatever the memory holds.
/// </summary>
public sealed class FbdevKernel
{
    private const int InvalidArgument = -22;
    private const int NotTypewriter = -25;

    private readonly FbdevKernelOptions _options;
    private readonly byte[] _memory;

    /// <summary>Makes a frame buffer, black.</summary>
    /// <param name="options">Which; null for an LCD of 1280 x 800.</param>
    public FbdevKernel(FbdevKernelOptions? options = null)
    {
        _options = options ?? new FbdevKernelOptions();
        _memory = new byte[LineLength * (_options.Offset.Y + _options.Height + 1)];
    }

    /// <summary>What mmap gives.</summary>
    public Memory<byte> Memory => _memory;

    /// <summary>Columns.</summary>
    public int Width => _options.Width;

    /// <summary>Rows.</summary>
    public int Height => _options.Height;

    /// <summary>Whether the picture can be seen.</summary>
    public bool IsBlank { get; private set; }

    /// <summary>Changes an answer before the caller sees it: the request and the bytes. For kernels that lie.</summary>
    public Action<uint, Memory<byte>>? Corrupt { get; set; }

    private int LineLength => (((_options.Offset.X + _options.Width) * _options.BitsPerPixel) / 8) + _options.RowPadding;

    /// <summary>ioctl with a structure.</summary>
    /// <param name="request">The request.</param>
    /// <param name="argument">The structure.</param>
    /// <returns>0, or the negative error number.</returns>
    public int Ioctl(uint request, Span<byte> argument)
    {
        var answer = new byte[request == 0x4600 ? 160 : 80];
        switch (request)
        {
            case 0x4600:
                Variable(answer);
                break;
            case 0x4602:
                Fixed(answer);
                break;
            default:
                return NotTypewriter;
        }

        Corrupt?.Invoke(request, answer);
        answer.CopyTo(argument);
        return 0;
    }

    /// <summary>ioctl with a number.</summary>
    /// <param name="request">The request.</param>
    /// <param name="value">The number.</param>
    /// <returns>0, or the negative error number.</returns>
    public int Ioctl(uint request, nint value)
    {
        if (request != 0x4611)
        {
            return NotTypewriter;
        }

        if (value is < 0 or > 4)
        {
            return InvalidArgument;
        }

        IsBlank = value != 0;
        return 0;
    }

    /// <summary>The picture as grey, by the usual weights of the colours.</summary>
    /// <returns>A copy.</returns>
    public PanelSnapshot Snapshot()
    {
        var grey = new byte[Width * Height];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = GreyAt(i % Width, i / Width);
        }

        return new PanelSnapshot(Width, Height, grey);
    }

    internal byte GreyAt(int x, int y)
    {
        var at = ((_options.Offset.Y + y) * LineLength) + ((_options.Offset.X + x) * _options.BitsPerPixel / 8);
        var bytes = _memory.AsSpan(at);
        switch (_options.BitsPerPixel)
        {
            case 8:
                return _options.IsInverted ? (byte)~bytes[0] : bytes[0];
            case 16:
                var word = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                var (low, middle, high) = ((word & 31) * 255 / 31, ((word >> 5) & 63) * 255 / 63, (word >> 11) * 255 / 31);
                return _options.IsRedLowest ? Weigh(low, middle, high) : Weigh(high, middle, low);
            default:
                return _options.IsRedLowest ? Weigh(bytes[0], bytes[1], bytes[2]) : Weigh(bytes[2], bytes[1], bytes[0]);
        }
    }

    private static byte Weigh(int red, int green, int blue) => (byte)(((red * 77) + (green * 151) + (blue * 28) + 128) >> 8);

    private static void Put(Span<byte> bytes, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], value);

    private void Variable(Span<byte> bytes)
    {
        Put(bytes, 0, _options.Width);
        Put(bytes, 4, _options.Height);
        Put(bytes, 8, _options.Offset.X + _options.Width);
        Put(bytes, 12, _options.Offset.Y + _options.Height);
        Put(bytes, 16, _options.Offset.X);
        Put(bytes, 20, _options.Offset.Y);
        Put(bytes, 24, _options.BitsPerPixel);
        Put(bytes, 28, _options.BitsPerPixel == 8 ? (_options.IsInverted ? 2 : 1) : 0);
        (int Offset, int Length)[] fields = _options.BitsPerPixel switch
        {
            16 => [(11, 5), (5, 6), (0, 5), (0, 0)],
            32 => [(16, 8), (8, 8), (0, 8), (24, 8)],
            _ => [(0, 8), (0, 8), (0, 8), (0, 0)],
        };
        if (_options.IsRedLowest)
        {
            (fields[0], fields[2]) = (fields[2], fields[0]);
        }

        for (var i = 0; i < 4; i++)
        {
            Put(bytes, 32 + (12 * i), fields[i].Offset);
            Put(bytes, 36 + (12 * i), fields[i].Length);
        }
    }

    private void Fixed(Span<byte> bytes)
    {
        Encoding.ASCII.GetBytes("emulated fb", bytes);
        Put(bytes, 24, _memory.Length);
        Put(bytes, 36, _options.BitsPerPixel == 8 ? 5 : 2);
        Put(bytes, 48, LineLength);
    }
}
