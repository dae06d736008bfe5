using System.Buffers.Binary;

namespace Device.Hardware.Pen;

/// <summary>One <c>struct input_event</c> of a Linux kernel.</summary>
/// <param name="TimestampMicroseconds">The kernel's time stamp, in microseconds of the clock the device was told to use.</param>
/// <param name="Type">EV_SYN 0, EV_KEY 1, EV_ABS 3; others exist and are ignored here.</param>
/// <param name="Code">Which key or axis.</param>
/// <param name="Value">Key: 0 up, 1 down. Axis: position in the device's units.</param>
public readonly record struct EvdevEvent(long TimestampMicroseconds, ushort Type, ushort Code, int Value)
{
    /// <summary>Bytes of one event of a 64-bit kernel's programs: seconds and microseconds (8 each), type and code (2 each), value (4).</summary>
    public const int WideLength = 24;

    /// <summary>Bytes of one event in a 32-bit program: seconds and microseconds have 4 each.</summary>
    public const int NarrowLength = 16;

    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Bytes of one event in this program.</summary>
    public static int Length => nint.Size == sizeof(long) ? WideLength : NarrowLength;

    /// <summary>Decodes the first <see cref="Length"/> bytes, little-endian.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bytes.</exception>
    public static EvdevEvent Read(ReadOnlySpan<byte> bytes) => Read(bytes, Length);

    /// <summary>Decodes an event of either layout, little-endian.</summary>
    /// <param name="bytes">At least an event.</param>
    /// <param name="length"><see cref="WideLength"/> or <see cref="NarrowLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bytes.</exception>
    public static EvdevEvent Read(ReadOnlySpan<byte> bytes, int length)
    {
        var isWide = length == WideLength;

        // Unchecked on purpose: a time stamp is whatever the kernel says, and only differences are used. Narrow seconds have no
        // sign, which lets them last until 2106.
        var seconds = isWide ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var microseconds = isWide ? BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var rest = bytes[(length - 8)..];
        return new EvdevEvent(
            unchecked((seconds * MicrosecondsPerSecond) + microseconds),
            BinaryPrimitives.ReadUInt16LittleEndian(rest),
            BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]),
            BinaryPrimitives.ReadInt32LittleEndian(rest[4..]));
    }

    /// <summary>Encodes it as this program's kernel would.</summary>
    /// <param name="bytes">Receives <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> bytes) => Write(bytes, Length);

    /// <summary>Encodes it in either layout, little-endian.</summary>
    /// <param name="bytes">Receives <paramref name="length"/> bytes.</param>
    /// <param name="length"><see cref="WideLength"/> or <see cref="NarrowLength"/>.</param>
    public void Write(Span<byte> bytes, int length)
    {
        var (seconds, microseconds) = (TimestampMicroseconds / MicrosecondsPerSecond, TimestampMicroseconds % MicrosecondsPerSecond);
        if (length == WideLength)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, seconds);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], microseconds);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, unchecked((uint)seconds));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], unchecked((uint)microseconds));
        }

        var rest = bytes[(length - 8)..];
        BinaryPrimitives.WriteUInt16LittleEndian(rest, Type);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], Code);
        BinaryPrimitives.WriteInt32LittleEndian(rest[4..], Value);
    }
}
