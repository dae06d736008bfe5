using System.Buffers.Binary;

namespace Device.Hardware.Pen;

/// <summary>One <c>struct input_event</c> of a 64-bit Linux kernel.</summary>
/// <param name="TimestampMicroseconds">The kernel's time stamp, in microseconds of the clock the device was told to use.</param>
/// <param name="Type">EV_SYN 0, EV_KEY 1, EV_ABS 3; others exist and are ignored here.</param>
/// <param name="Code">Which key or axis.</param>
/// <param name="Value">Key: 0 up, 1 down. Axis: position in the device's units.</param>
public readonly record struct EvdevEvent(long TimestampMicroseconds, ushort Type, ushort Code, int Value)
{
    /// <summary>Bytes of one event: seconds and microseconds (8 each), type and code (2 each), value (4).</summary>
    public const int Length = 24;

    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Decodes the first <see cref="Length"/> bytes, little-endian.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bytes.</exception>
    public static EvdevEvent Read(ReadOnlySpan<byte> bytes)
    {
        // Unchecked on purpose: a time stamp is whatever the kernel says, and only differences are used.
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var microseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        return new EvdevEvent(
            unchecked((seconds * MicrosecondsPerSecond) + microseconds),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
    }
}
