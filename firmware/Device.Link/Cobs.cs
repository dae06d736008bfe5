using System;

namespace Device.Link;

/// <summary>
/// Consistent overhead byte stuffing: rewrites bytes so that none is zero, which leaves zero free to end a frame.
/// </summary>
/// <remarks>
/// Stateless and thread-safe. After Cheshire and Baker, "Consistent Overhead Byte Stuffing" (1997): a code byte n says that
/// n - 1 non-zero bytes follow, and then one zero unless n is 255 or the data ends.
/// </remarks>
public static class Cobs
{
    private const byte FullBlock = 0xFF;

    /// <summary>The most bytes that <paramref name="count"/> bytes can become: one more, and one per 254 beyond that.</summary>
    public static int MaxEncodedLength(int count)
    {
        return count + 1 + (count / (FullBlock - 1));
    }

    /// <summary>Stuffs <paramref name="count"/> bytes.</summary>
    /// <returns>The number of bytes written to <paramref name="destination"/>, at most <see cref="MaxEncodedLength"/>; none of them zero.</returns>
    /// <exception cref="ArgumentException"><paramref name="destination"/> cannot hold the longest possible result.</exception>
    public static int Encode(byte[] source, int sourceOffset, int count, byte[] destination, int destinationOffset)
    {
        if (destination.Length - destinationOffset < MaxEncodedLength(count))
        {
            throw new ArgumentException("The destination is shorter than the longest possible encoding.", nameof(destination));
        }

        int codeAt = destinationOffset;
        int write = destinationOffset + 1;
        byte code = 1;
        for (int read = sourceOffset; read < sourceOffset + count; read++)
        {
            if (code == FullBlock)
            {
                destination[codeAt] = code;
                codeAt = write++;
                code = 1;
            }

            if (source[read] == 0)
            {
                destination[codeAt] = code;
                codeAt = write++;
                code = 1;
            }
            else
            {
                destination[write++] = source[read];
                code++;
            }
        }

        destination[codeAt] = code;
        return write - destinationOffset;
    }

    /// <summary>Takes the stuffing out again; source and destination may be the same array at the same offset.</summary>
    /// <returns>The number of bytes written, always fewer than <paramref name="count"/>, or -1 when the bytes are not validly stuffed.</returns>
    public static int Decode(byte[] source, int sourceOffset, int count, byte[] destination, int destinationOffset)
    {
        int end = sourceOffset + count;
        int read = sourceOffset;
        int write = destinationOffset;
        while (read < end)
        {
            byte code = source[read++];
            int blockEnd = read + code - 1;
            if (code == 0 || blockEnd > end)
            {
                return -1;
            }

            while (read < blockEnd)
            {
                byte value = source[read++];
                if (value == 0)
                {
                    return -1;
                }

                destination[write++] = value;
            }

            if (code != FullBlock && read < end)
            {
                destination[write++] = 0;
            }
        }

        return count == 0 ? -1 : write - destinationOffset;
    }
}
