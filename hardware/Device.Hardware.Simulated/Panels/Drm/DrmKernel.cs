using System.Buffers.Binary;
using System.Text;
using Device.Hardware.Simulated.Panel;

namespace Device.Hardware.Simulated.Panels.Drm;

/// <summary>
/// The kernel's mode setting at its system calls, 64-bit: one card with an empty HDMI connector, the display's connector, two
/// encoders and two controllers of which one can reach the display. It refuses what a kernel refuses and writes down what a
/// driver should not do. Any thread.
/// </summary>
public sealed class DrmKernel
{
    private const int PermissionDenied = -13;
    private const int NoEntry = -2;
    private const int InvalidArgument = -22;
    private const int NotTypewriter = -25;
    private const int NotImplemented = -38;
    private const uint EmptyConnector = 31;
    private const uint DisplayConnector = 32;
    private const uint OtherCrtc = 41;
    private const uint DisplayCrtc = 42;
    private const uint FirstEncoder = 51;
    private const uint DisplayEncoder = 52;
    private const uint Handle = 7;
    private const uint Picture = 90;
    private const int BufferOffset = 0x1_0000_000;
    private const int ModeBytes = 68;

    private readonly DrmKernelOptions _options;
    private readonly ViolationLog _violations = new();
    private readonly byte[] _memory;
    private readonly byte[] _shown;
    private bool _hasBuffer;
    private bool _hasPicture;
    private bool _isMaster;

    /// <summary>Makes a card whose display shows nothing.</summary>
    /// <param name="options">Which; null for a DSI display of 1280 x 800.</param>
    public DrmKernel(DrmKernelOptions? options = null)
    {
        _options = options ?? new DrmKernelOptions();
        _memory = new byte[Pitch * _options.Height];
        _shown = new byte[_memory.Length];

        // Memory of a kernel is not what one hopes for.
        Array.Fill(_memory, (byte)0x5A);
    }

    /// <summary>Whether a picture is shown.</summary>
    public bool IsShown { get; private set; }

    /// <summary>How often a part was flushed.</summary>
    public int Flushes { get; private set; }

    /// <summary>What a driver did that it should not.</summary>
    public IReadOnlyList<string> Violations => _violations.ToList();

    /// <summary>Whether everything was given back.</summary>
    public bool IsClean => !_hasBuffer && !_hasPicture && !_isMaster;

    private int Pitch => (_options.Width * 4) + _options.RowPadding;

    /// <summary>ioctl with a structure, whose pointers are this process's.</summary>
    /// <param name="request">The request.</param>
    /// <param name="argument">The structure.</param>
    /// <returns>0, or the negative error number.</returns>
    public int Ioctl(uint request, Span<byte> argument)
    {
        if (((request >> 16) & 0x3FFF) != argument.Length)
        {
            _violations.Add($"request {request:X} with {argument.Length} bytes");
        }

        return request switch
        {
            0xC040_6400 => Version(argument),
            0xC010_640C => Capability(argument),
            0xC040_64A0 => Resources(argument),
            0xC014_64A6 => Encoder(argument),
            0xC050_64A7 => Connector(argument),
            0xC068_64A2 => SetCrtc(argument),
            0xC020_64B2 => CreateDumb(argument),
            0xC010_64B3 => MapDumb(argument),
            0xC01C_64AE => AddFramebuffer(argument),
            0xC018_64B1 => Dirty(argument),
            0xC004_64AF => Remove(argument, Picture, ref _hasPicture),
            0xC004_64B4 => Remove(argument, Handle, ref _hasBuffer),
            _ => NotTypewriter,
        };
    }

    /// <summary>ioctl with a number.</summary>
    /// <param name="request">The request.</param>
    /// <param name="value">The number.</param>
    /// <returns>0, or the negative error number.</returns>
    public int Ioctl(uint request, nint value)
    {
        if (value != 0)
        {
            _violations.Add($"request {request:X} takes no number, {value} given");
        }

        switch (request)
        {
            case 0x641E when _options.HasOtherMaster:
                return PermissionDenied;
            case 0x641E:
                _isMaster = true;
                return 0;
            case 0x641F:
                _isMaster = false;
                return 0;
            default:
                return NotTypewriter;
        }
    }

    /// <summary>What mmap gives.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="offset">The buffer's offset.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="IOException">There is no such buffer.</exception>
    public Memory<byte> Map(int length, long offset) => _hasBuffer && offset == BufferOffset && length <= _memory.Length
        ? _memory.AsMemory(0, length)
        : throw new IOException($"{length} bytes at {offset} cannot be mapped");

    /// <summary>What the display shows, as grey, by the usual weights of the colours; black while nothing is shown.</summary>
    /// <returns>A copy.</returns>
    public PanelSnapshot Snapshot()
    {
        var grey = new byte[_options.Width * _options.Height];
        var from = _options.IsFlushed ? _shown : _memory;
        for (var i = 0; IsShown && i < grey.Length; i++)
        {
            var pixel = from.AsSpan((i / _options.Width * Pitch) + (i % _options.Width * 4));
            grey[i] = (byte)(((pixel[2] * 77) + (pixel[1] * 151) + (pixel[0] * 28) + 128) >> 8);
        }

        return new PanelSnapshot(_options.Width, _options.Height, grey);
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static void Put(Span<byte> bytes, int at, long value) => BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], (int)value);

    private static unsafe Span<byte> Pointed(ReadOnlySpan<byte> bytes, int at, int length)
    {
        var address = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
        return address == 0 ? [] : new Span<byte>((void*)address, length);
    }

    /// <summary>A list goes to its pointer only where there is room for all of it; its length is always told.</summary>
    private static void List(Span<byte> argument, int pointer, int count, params ReadOnlySpan<uint> ids)
    {
        if (Int(argument, count) >= ids.Length)
        {
            var to = Pointed(argument, pointer, ids.Length * 4);
            for (var i = 0; i < ids.Length && !to.IsEmpty; i++)
            {
                Put(to, i * 4, ids[i]);
            }
        }

        Put(argument, count, ids.Length);
    }

    private static int Remove(Span<byte> argument, uint id, ref bool has)
    {
        if (!has || Int(argument, 0) != id)
        {
            return NoEntry;
        }

        has = false;
        return 0;
    }

    private int Version(Span<byte> argument)
    {
        var name = Encoding.ASCII.GetBytes(_options.Driver);
        var room = (int)Math.Min(BinaryPrimitives.ReadInt64LittleEndian(argument[16..]), name.Length);
        name.AsSpan(0, room).CopyTo(Pointed(argument, 24, room));
        Put(argument, 0, 1);
        BinaryPrimitives.WriteInt64LittleEndian(argument[16..], name.Length);
        return 0;
    }

    private int Capability(Span<byte> argument)
    {
        BinaryPrimitives.WriteInt64LittleEndian(argument[8..], Int(argument, 0) == 1 && _options.HasDumbBuffers ? 1 : 0);
        return 0;
    }

    private static int Resources(Span<byte> argument)
    {
        List(argument, 0, 32);
        List(argument, 8, 36, OtherCrtc, DisplayCrtc);
        List(argument, 16, 40, EmptyConnector, DisplayConnector);
        List(argument, 24, 44, FirstEncoder, DisplayEncoder);
        return 0;
    }

    private static int Encoder(Span<byte> argument)
    {
        var id = Int(argument, 0);
        if (id is not ((int)FirstEncoder or (int)DisplayEncoder))
        {
            return NoEntry;
        }

        Put(argument, 8, 0);
        Put(argument, 12, id == FirstEncoder ? 1 : 2);
        return 0;
    }

    private int Connector(Span<byte> argument)
    {
        var id = (uint)Int(argument, 48);
        if (id is not (EmptyConnector or DisplayConnector))
        {
            return NoEntry;
        }

        var hasDisplay = id == DisplayConnector && _options.IsConnected;
        (int Width, int Height)[] modes = hasDisplay ? [(_options.Width, _options.Height), (_options.Width, 8)] : [];
        if (Int(argument, 32) >= modes.Length)
        {
            var to = Pointed(argument, 8, modes.Length * ModeBytes);
            for (var i = 0; i < modes.Length && !to.IsEmpty; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(to[((i * ModeBytes) + 4)..], (ushort)modes[i].Width);
                BinaryPrimitives.WriteUInt16LittleEndian(to[((i * ModeBytes) + 14)..], (ushort)modes[i].Height);
            }
        }

        Put(argument, 32, modes.Length);
        List(argument, 0, 40, id == DisplayConnector ? DisplayEncoder : FirstEncoder);
        Put(argument, 44, 0);
        Put(argument, 52, id == DisplayConnector ? _options.ConnectorType : 11);
        Put(argument, 56, 1);
        Put(argument, 60, hasDisplay ? 1 : 2);
        return 0;
    }

    private int SetCrtc(Span<byte> argument)
    {
        if (!_isMaster)
        {
            return PermissionDenied;
        }

        if (Int(argument, 12) is not ((int)OtherCrtc or (int)DisplayCrtc))
        {
            return NoEntry;
        }

        if (Int(argument, 32) == 0)
        {
            IsShown = false;
            return Int(argument, 8) == 0 && Int(argument, 16) == 0 ? 0 : InvalidArgument;
        }

        var isRight = Int(argument, 12) == DisplayCrtc && Int(argument, 8) == 1 && Int(Pointed(argument, 0, 4), 0) == DisplayConnector
            && _hasPicture && Int(argument, 16) == Picture
            && BinaryPrimitives.ReadUInt16LittleEndian(argument[40..]) == _options.Width && BinaryPrimitives.ReadUInt16LittleEndian(argument[50..]) == _options.Height;
        if (!isRight)
        {
            _violations.Add("a picture that this output cannot show");
            return InvalidArgument;
        }

        IsShown = true;
        _memory.CopyTo(_shown, 0);
        return 0;
    }

    private int CreateDumb(Span<byte> argument)
    {
        if (_hasBuffer || !_options.HasDumbBuffers)
        {
            return NotImplemented;
        }

        if ((Int(argument, 0), Int(argument, 4), Int(argument, 8)) != (_options.Height, _options.Width, 32))
        {
            return InvalidArgument;
        }

        _hasBuffer = true;
        Put(argument, 16, Handle);
        Put(argument, 20, Pitch);
        BinaryPrimitives.WriteInt64LittleEndian(argument[24..], _memory.Length);
        return 0;
    }

    private int MapDumb(Span<byte> argument)
    {
        if (!_hasBuffer || Int(argument, 0) != Handle)
        {
            return NoEntry;
        }

        BinaryPrimitives.WriteInt64LittleEndian(argument[8..], BufferOffset);
        return 0;
    }

    private int AddFramebuffer(Span<byte> argument)
    {
        if (!_hasBuffer || Int(argument, 24) != Handle)
        {
            return NoEntry;
        }

        if ((Int(argument, 4), Int(argument, 8), Int(argument, 12), Int(argument, 16), Int(argument, 20)) != (_options.Width, _options.Height, Pitch, 32, 24))
        {
            return InvalidArgument;
        }

        _hasPicture = true;
        Put(argument, 0, Picture);
        return 0;
    }

    private int Dirty(Span<byte> argument)
    {
        if (!_options.IsFlushed)
        {
            return NotImplemented;
        }

        if (Int(argument, 0) != Picture || !_hasPicture)
        {
            return NoEntry;
        }

        var clips = Pointed(argument, 16, Int(argument, 12) * 8);
        for (var i = 0; i + 8 <= clips.Length; i += 8)
        {
            var (left, top) = (BinaryPrimitives.ReadUInt16LittleEndian(clips[i..]), BinaryPrimitives.ReadUInt16LittleEndian(clips[(i + 2)..]));
            var (right, bottom) = (BinaryPrimitives.ReadUInt16LittleEndian(clips[(i + 4)..]), BinaryPrimitives.ReadUInt16LittleEndian(clips[(i + 6)..]));
            if (left >= right || top >= bottom || right > _options.Width || bottom > _options.Height)
            {
                _violations.Add($"a flush of {left},{top} to {right},{bottom}");
                return InvalidArgument;
            }

            for (var y = top; y < bottom; y++)
            {
                var at = (y * Pitch) + (left * 4);
                _memory.AsSpan(at, (right - left) * 4).CopyTo(_shown.AsSpan(at));
            }
        }

        Flushes++;
        return 0;
    }
}
