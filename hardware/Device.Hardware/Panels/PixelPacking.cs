using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Device.Hardware.Panels;

/// <summary>Brings 8-bit greys (0 black, 255 white) to the bits that controllers take. Pure.</summary>
internal static class PixelPacking
{
    /// <summary>The darkest grey that is not black on a panel of sixteen levels.</summary>
    internal const byte FirstGrey = 9;

    /// <summary>The lightest grey that is not white on a panel of sixteen levels.</summary>
    internal const byte LastGrey = 246;

    /// <summary>The nearest of a number of evenly spaced levels, 0 black.</summary>
    internal static int Level(byte grey, int levels)
    {
        var step = 255 / (levels - 1);
        return (grey + (step / 2)) / step;
    }

    /// <summary>Packs a row of whole bytes, the first pixel in a byte's highest bits.</summary>
    /// <param name="grey">The pixels.</param>
    /// <param name="bits">1, 2, 4 or 8 per pixel.</param>
    /// <param name="packed">Takes the bytes.</param>
    internal static void HighFirst(ReadOnlySpan<byte> grey, int bits, Span<byte> packed) => Pack(grey, bits, packed, highFirst: true);

    /// <summary>Packs a row of whole bytes, the first pixel in a byte's lowest bits.</summary>
    /// <param name="grey">The pixels.</param>
    /// <param name="bits">1, 2, 4 or 8 per pixel.</param>
    /// <param name="packed">Takes the bytes.</param>
    internal static void LowFirst(ReadOnlySpan<byte> grey, int bits, Span<byte> packed) => Pack(grey, bits, packed, highFirst: false);

    /// <summary>Swaps the bytes of every 16-bit word.</summary>
    internal static void SwapPairs(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(bytes);
        BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static void Pack(ReadOnlySpan<byte> grey, int bits, Span<byte> packed, bool highFirst)
    {
        if (bits == 8)
        {
            // The panel behind has sixteen levels: sending the level's own grey leaves nothing to a controller's rounding.
            for (var i = 0; i < grey.Length; i++)
            {
                packed[i] = (byte)(Level(grey[i], 16) * 17);
            }

            return;
        }

        var perByte = 8 / bits;
        var levels = 1 << bits;
        var done = bits switch
        {
            1 when !highFirst => PackBits(grey, packed),
            4 => PackNibbles(grey, packed, highFirst),
            _ => 0,
        };
        for (var i = done / perByte; i < grey.Length / perByte; i++)
        {
            var value = 0;
            for (var p = 0; p < perByte; p++)
            {
                value |= Level(grey[(i * perByte) + p], levels) << (highFirst ? 8 - (bits * (p + 1)) : bits * p);
            }

            packed[i] = (byte)value;
        }
    }

    /// <summary>One bit a pixel, sixteen at a time: white is what has the highest bit.</summary>
    /// <returns>How many pixels were packed.</returns>
    private static int PackBits(ReadOnlySpan<byte> grey, Span<byte> packed)
    {
        var at = 0;
        ref var first = ref MemoryMarshal.GetReference(grey);
        for (; at <= grey.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            var bits = Vector128.LoadUnsafe(ref first, (nuint)at).ExtractMostSignificantBits();
            BinaryPrimitives.WriteUInt16LittleEndian(packed[(at / 8)..], (ushort)bits);
        }

        return at;
    }

    /// <summary>Four bits a pixel, a vector's bytes at a time.</summary>
    /// <returns>How many pixels were packed.</returns>
    private static int PackNibbles(ReadOnlySpan<byte> grey, Span<byte> packed, bool highFirst)
    {
        nuint at = 0;
        var length = (nuint)grey.Length & ~(nuint)1;
        ref var first = ref MemoryMarshal.GetReference(grey);
        ref var target = ref MemoryMarshal.GetReference(packed[..(grey.Length / 2)]);
        if (Avx512BW.IsSupported)
        {
            for (; at < length && length >= 64; at += 64)
            {
                // The last piece may overlap the one before.
                at = Math.Min(at, length - 64);
                Avx512BW.ConvertToVector256Byte(Pairs(Vector512.LoadUnsafe(ref first, at), highFirst)).StoreUnsafe(ref target, at / 2);
            }
        }
        else if (Avx2.IsSupported)
        {
            for (; at < length && length >= 64; at += 64)
            {
                at = Math.Min(at, length - 64);
                var low = Pairs(Vector256.LoadUnsafe(ref first, at), highFirst);
                var high = Pairs(Vector256.LoadUnsafe(ref first, at + 32), highFirst);

                // Packs each half of the registers by itself: the quarters are put in order again.
                Avx2.Permute4x64(Avx2.PackUnsignedSaturate(low.AsInt16(), high.AsInt16()).AsUInt64(), 0b_11_01_10_00).AsByte().StoreUnsafe(ref target, at / 2);
            }
        }

        for (; at + 32 <= length; at += 32)
        {
            var low = Pairs(Vector128.LoadUnsafe(ref first, at), highFirst);
            var high = Pairs(Vector128.LoadUnsafe(ref first, at + 16), highFirst);
            Vector128.Narrow(low, high).StoreUnsafe(ref target, at / 2);
        }

        return (int)Math.Min(at, length);
    }

    /// <summary>
    /// Two pixels' levels side by side in the lower byte of each lane. The high half of grey - (grey + 8) / 16 + 8 is the nearest
    /// of sixteen levels for every byte, and (grey + 8) / 2, which is the mean of grey and 7 rounded up, stays in a byte.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Pairs(Vector512<byte> grey, bool highFirst)
    {
        var high = (grey - (Avx512BW.Average(grey, Vector512.Create((byte)7)) >>> 3) + Vector512.Create((byte)8)).AsUInt16();
        return highFirst
            ? (high & Vector512.Create((ushort)0xF0)) | (high >>> 12)
            : ((high >>> 4) & Vector512.Create((ushort)0x0F)) | ((high >>> 8) & Vector512.Create((ushort)0xF0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Pairs(Vector256<byte> grey, bool highFirst)
    {
        var high = (grey - (Avx2.Average(grey, Vector256.Create((byte)7)) >>> 3) + Vector256.Create((byte)8)).AsUInt16();
        return highFirst
            ? (high & Vector256.Create((ushort)0xF0)) | (high >>> 12)
            : ((high >>> 4) & Vector256.Create((ushort)0x0F)) | ((high >>> 8) & Vector256.Create((ushort)0xF0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Pairs(Vector128<byte> grey, bool highFirst)
    {
        var half = AdvSimd.IsSupported ? AdvSimd.FusedAddRoundedHalving(grey, Vector128.Create((byte)7)) : (grey >>> 1) + Vector128.Create((byte)4);
        var high = (grey - (half >>> 3) + Vector128.Create((byte)8)).AsUInt16();
        return highFirst
            ? (high & Vector128.Create((ushort)0xF0)) | (high >>> 12)
            : ((high >>> 4) & Vector128.Create((ushort)0x0F)) | ((high >>> 8) & Vector128.Create((ushort)0xF0));
    }
}
