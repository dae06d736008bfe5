namespace Device.Link;

/// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, not reflected, no final exclusive-or.</summary>
/// <remarks>Stateless and thread-safe. The check value over the ASCII digits "123456789" is 0x29B1.</remarks>
public static class Crc16
{
    /// <summary>The value to start from.</summary>
    public const ushort Start = 0xFFFF;

    /// <summary>The checksum of <paramref name="count"/> bytes from <paramref name="offset"/> on.</summary>
    public static ushort Compute(byte[] data, int offset, int count)
    {
        return Continue(Start, data, offset, count);
    }

    /// <summary>Carries a checksum on over further bytes, so that several arrays can be checked as one.</summary>
    public static ushort Continue(ushort crc, byte[] data, int offset, int count)
    {
        // Folding a whole byte at a time costs no table in the co-processor's memory and no inner loop in its interpreter.
        int value = crc;
        for (int i = offset; i < offset + count; i++)
        {
            int mixed = (value >> 8) ^ data[i];
            mixed ^= mixed >> 4;
            value = ((value << 8) ^ (mixed << 12) ^ (mixed << 5) ^ mixed) & 0xFFFF;
        }

        return (ushort)value;
    }
}
