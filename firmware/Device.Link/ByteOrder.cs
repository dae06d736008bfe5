namespace Device.Link;

/// <summary>Reads and writes little-endian integers in byte arrays, the byte order of every field on the link.</summary>
/// <remarks>Stateless and thread-safe. An offset outside the array throws <see cref="System.IndexOutOfRangeException"/>.</remarks>
public static class ByteOrder
{
    /// <summary>Reads two bytes as an unsigned number, 0..65535.</summary>
    public static ushort ReadUInt16(byte[] source, int offset)
    {
        return (ushort)(source[offset] | (source[offset + 1] << 8));
    }

    /// <summary>Reads two bytes as a signed number, -32768..32767.</summary>
    public static short ReadInt16(byte[] source, int offset)
    {
        return (short)ReadUInt16(source, offset);
    }

    /// <summary>Reads four bytes as an unsigned number.</summary>
    public static uint ReadUInt32(byte[] source, int offset)
    {
        return ReadUInt16(source, offset) | ((uint)ReadUInt16(source, offset + 2) << 16);
    }

    /// <summary>Writes the two bytes of <paramref name="value"/>.</summary>
    public static void WriteUInt16(byte[] destination, int offset, ushort value)
    {
        destination[offset] = (byte)value;
        destination[offset + 1] = (byte)(value >> 8);
    }

    /// <summary>Writes the two bytes of <paramref name="value"/> in two's complement.</summary>
    public static void WriteInt16(byte[] destination, int offset, short value)
    {
        WriteUInt16(destination, offset, (ushort)value);
    }

    /// <summary>Writes the four bytes of <paramref name="value"/>.</summary>
    public static void WriteUInt32(byte[] destination, int offset, uint value)
    {
        WriteUInt16(destination, offset, (ushort)value);
        WriteUInt16(destination, offset + 2, (ushort)(value >> 16));
    }
}
